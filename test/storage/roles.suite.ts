import { ROLES, type Role } from "../../schema/contract/standing";
import { ANSWERERS } from "../../subgraphs/domain/disclosure/disclosure";
import { UNIT_ROLES } from "../../subgraphs/domain/lifecycle";
import { BOOK_READERS, FIGURES_READERS } from "../../subgraphs/domain/office/office";
import { ENTERS_ON_BEHALF } from "../../subgraphs/domain/office/onBehalf";
import { isStaff } from "../../subgraphs/domain/office/roles";
import { aClerk, type CountyBook, openCountyBook } from "./countyBook";

let book: CountyBook;

beforeAll(async () => {
  book = await openCountyBook();
});
afterAll(() => book.dispose());

const ALL = `select reading_office() as "reading", figures_office() as "figures", keeping_office() as "keeping",
  caller_unit() as "unit", answering_unit() as "answering"`;

/** What the database gives to somebody with these roles and nothing else. */
async function given(roles: Role[], what = ALL, unit?: string): Promise<Record<string, string | null>> {
  const session = book.session(aClerk({ roles, unit }));
  try {
    const [row] = await session.read((db) => db.rows<Record<string, string | null>>(what));
    return row ?? {};
  } finally {
    await session.close();
  }
}

const teamPersonOf = async (roles: Role[]) => (await given(roles, "select team_person() as person")).person;

test.each(ROLES)("what the database says of %s is what the domain says", async (role) => {
  const [office, unit] = ["990101", "a-unit"];
  const having = (roles: readonly Role[], what: string) => (roles.includes(role) ? what : null);
  expect(await given([role], ALL, unit)).toEqual({
    reading: having(BOOK_READERS, office),
    figures: having(FIGURES_READERS, office),
    keeping: having(ENTERS_ON_BEHALF, office),
    unit: having(UNIT_ROLES, unit),
    answering: having(ANSWERERS, unit),
  });
});

test.each(ROLES.filter((role) => isStaff([role])))("%s works in a team, for the database too", async (role) => {
  expect(await teamPersonOf([role])).toBe("county:990101.clerk");
});

test("a screen or an administrator works in no team, whatever else they are", async () => {
  for (const role of ["DISPLAY", "SYSTEM_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"] as const) {
    expect([role, isStaff(["CLERK", role])]).toEqual([role, false]);
    expect([role, await teamPersonOf(["CLERK", role])]).toEqual([role, null]);
  }
});

test("somebody without a role is given nothing", async () => {
  expect(Object.values(await given([]))).toEqual([null, null, null, null, null]);
});
