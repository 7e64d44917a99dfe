import type { Client } from "pg";
import * as accounts from "../../scripts/account";
import * as offices from "../../scripts/office";
import { actOnBehalf } from "../../subgraphs/storage/office/onBehalf.repository";
import { aClerk, type CountyBook, openCountyBook } from "./countyBook";

const words = (line: string) => line.split(" ");
const HEAD = "county:990101.v07-head";
const OPEN_HEAD = `open ${HEAD} --office 990101 --unit V07 --roles UNIT_HEAD --label 负责人`;
let book: CountyBook;
let owner: Client;
let admin: Client;

beforeAll(async () => {
  book = await openCountyBook();
  [owner, admin] = [await book.connect("owner"), await book.connect("admin")];
  const unit = (id: string, code: string, from: string, to: string | null, office = "990101") =>
    owner.query(
      `insert into unit (id, office, code, name, kind, region, valid_from, valid_to, synthetic, registered_at)
       values ($1, $2, $3, $1, 'VILLAGE', '990101001001', $4, $5, true, now())`,
      [id, office, code, from, to],
    );
  await unit("was-v07", "V07", "2020-01-01", "2024-01-01");
  await unit("is-v07", "V07", "2024-01-01", null);
  await unit("gone", "V08", "2020-01-01", "2024-01-01");
  await unit("elsewhere", "V09", "2020-01-01", null, "990102");
});
afterAll(() => book.dispose());

const account = (line: string) => accounts.carryOut(owner, accounts.parseCommand(words(line)));
const office = (line: string) => offices.carryOut(owner, offices.parseCommand(words(line)));

/** The entries about one object, after their columns were compared with the text that is hashed. */
async function journalOf(objectId: string) {
  const { rows } = await admin.query(
    `select body::jsonb as body, jsonb_build_object('office', office, 'event', event, 'objectKind', object_kind,
       'objectId', object_id, 'objectVersion', object_version, 'actor', actor) as columns
     from journal where object_id = $1 order by entry`,
    [objectId],
  );
  for (const { body, columns } of rows) expect(body).toMatchObject(columns);
  return rows.map(({ body: { actor, event, objectVersion, details } }) => ({ actor, event, objectVersion, details }));
}

describe("an account of an inspected unit", () => {
  test("answers for the unit that stands under the code in the register today, and the journal says so", async () => {
    expect(await account(OPEN_HEAD)).toBe(`${HEAD}: open`);
    expect(await account("list --office 990101")).toBe(`${HEAD}  990101  unit V07  active  UNIT_HEAD  负责人`);
    const { rows } = await owner.query("select unit_id, active, rights_epoch from account where id = $1", [HEAD]);
    expect(rows).toEqual([{ unit_id: "is-v07", active: true, rights_epoch: 1 }]);
    await account(`roles ${HEAD} --roles UNIT_LIAISON,UNIT_HEAD`);
    await account(`close ${HEAD}`);
    expect(await journalOf(HEAD)).toMatchObject([
      { actor: "operator", event: "AccountOpened", objectVersion: 1, details: { unitId: "is-v07", label: "负责人" } },
      { event: "AccountRolesChanged", objectVersion: 2, details: { roles: ["UNIT_LIAISON", "UNIT_HEAD"] } },
      { event: "AccountClosed", objectVersion: 3 },
    ]);
  });

  test.each(["V08", "V09", "V10"])(
    "is not opened for %s, which is not in the office's register today",
    async (code) => {
      const id = `county:990101.${code.toLowerCase()}`;
      const opening = account(`open ${id} --office 990101 --unit ${code} --roles UNIT_HEAD --label 负责人`);
      await expect(opening).rejects.toThrow(`the register of office 990101 has no unit ${code} today`);
      expect(await journalOf(id)).toEqual([]);
    },
  );

  test("never becomes one of the office, nor one of the office a unit's", async () => {
    await account("open county:990102.v09 --office 990102 --unit V09 --roles UNIT_LIAISON --label 联络员");
    await account("open county:990102.clerk --office 990102 --roles CLERK --label 经办人");
    await expect(account("roles county:990102.v09 --roles CLERK")).rejects.toThrow("answers for a unit");
    await expect(account("roles county:990102.clerk --roles UNIT_HEAD")).rejects.toThrow("answers for no unit");
    expect(await account("list --office 990102")).toMatch(/\.clerk .* CLERK .*\n.*\.v09 .* UNIT_LIAISON /);
  });

  test.each([
    [OPEN_HEAD.replace("--unit V07 ", ""), "UNIT_HEAD needs --unit"],
    [OPEN_HEAD.replace("UNIT_HEAD", "CLERK"), "--unit is for UNIT_LIAISON, UNIT_HEAD, SUPERIOR_BODY alone"],
    [OPEN_HEAD.replace("UNIT_HEAD", "UNIT_HEAD,CLERK"), "UNIT_HEAD may not stand beside"],
    [OPEN_HEAD.replace("UNIT_HEAD", "CLERK,AUDIT_ADMIN"), "AUDIT_ADMIN may not stand beside"],
    [OPEN_HEAD.replace("990101 ", "9901 "), "office 9901 is not of the tier"],
    [OPEN_HEAD.replace("UNIT_HEAD", "HEAD"), "there is no role HEAD"],
    [`roles ${HEAD} --roles UNIT_HEAD --unit V07`, '--unit belongs to "open"'],
    [`roles ${HEAD}`, "at least one role"],
    ["close 990101.clerk", "is no account id"],
    [`shut ${HEAD}`, "npm run account -- open"],
  ])("%s: refused before anybody connects", (line, fault) => {
    expect(() => accounts.parseCommand(words(line))).toThrow(fault);
  });
});

describe("how an office takes part", () => {
  const CITY_CLERK = aClerk({ person: "city:9901.clerk", tier: "CITY", office: "9901" });
  const worksIn = () =>
    book.session(CITY_CLERK).write(async (db) => {
      await actOnBehalf(db, "990102");
      return (await db.rows<{ office: string | null }>("select reading_office() as office"))[0] as object;
    });

  test("on paper, the office above enters for it; enrolled again, no more; and the journal has each step", async () => {
    expect(await worksIn()).toEqual({ office: null });
    expect(await office("enrol 990102 --as ON_PAPER")).toBe("990102: ON_PAPER");
    expect(await worksIn()).toEqual({ office: "990102" });
    expect(await office("list --as ON_PAPER")).toBe("990102  ON_PAPER  乙县");
    await office("enrol 990102 --as ENROLLED");
    expect(await worksIn()).toEqual({ office: null });
    const { rows } = await owner.query(
      "select id, enrolled_on = office_today() as since_today from office where code = '990102'",
    );
    expect(rows).toMatchObject([{ since_today: true }]);
    expect(await journalOf(rows[0].id)).toEqual([
      {
        actor: "operator",
        event: "OfficeEnrolmentChanged",
        objectVersion: 1,
        details: { from: "ENROLLED", to: "ON_PAPER" },
      },
      {
        actor: "operator",
        event: "OfficeEnrolmentChanged",
        objectVersion: 2,
        details: { from: "ON_PAPER", to: "ENROLLED" },
      },
    ]);
  });

  test("what it is already, or an office that is not there, is refused and enters nothing", async () => {
    await expect(office("enrol 990101 --as ENROLLED")).rejects.toThrow("990101 is ENROLLED already");
    await expect(office("enrol 990109 --as ON_PAPER")).rejects.toThrow("this tier has no office 990109");
    expect(await journalOf("county:AAAAAAAAAAAAAAAAAAAAA1")).toEqual([]);
  });

  test.each([
    ["enrol 99 --as ON_PAPER", "no office stands above 99"],
    ["enrol 990101 --as PAPER", "--as is one of ENROLLED, ON_PAPER, NOT_ENROLLED"],
    ["enrol 990101", "npm run office -- enrol"],
  ])("%s: refused before anybody connects", (line, fault) => {
    expect(() => offices.parseCommand(words(line))).toThrow(fault);
  });
});
