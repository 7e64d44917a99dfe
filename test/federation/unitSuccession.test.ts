import { appointTeam, aRound, aUnit, moveTargets, peopleOf } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";

/** 单位的变更 A unit is closed, renamed or merged: docs/adr/0018. */
const BY = { documentNumber: "虚编〔2026〕7号", note: "机构改革。（虚构）" };
const READ = `query ($id: ID!) { unit(id: $id) { ... on CountyUnit { version name status validFrom validTo endedDocument commands
  successor { id } predecessors { id countyInspections { enteredOn } } superiorBody corrections { field from to } } } }`;

let platform: TestPlatform;
beforeAll(async () => {
  platform = await borrowPlatform();
});

const read = async (by: Caller, { id }: { id: string }) => (await by.ask(READ, { id })).data.unit;
const anEntry = (changes: object = {}) => {
  const { validFrom: _, synthetic: __, ...entry } = aUnit("990103", changes);
  return entry;
};
async function register(office: string, changes: object = {}): Promise<Versioned> {
  const { clerk } = peopleOf(platform, office);
  return ((await clerk.does("registerTierUnits", { units: [aUnit(office, changes)] })) as [Versioned])[0];
}

test("a unit is closed by the director, by a document, once nothing of it is open; that is taken back", async () => {
  const { clerk, director } = peopleOf(platform, "990101");
  const unit = await register("990101");
  const end = async (by: Caller, more: object) => {
    const input = { id: unit.id, version: (await read(by, unit)).version, command: "END", on: "2026-04-01", ...BY };
    return (await by.tries("moveTierUnit", { ...input, ...more })).refusal?.code;
  };
  expect(await end(clerk, {})).toBe("ROLE_REQUIRED");
  expect(await end(director, { note: "" })).toBe("REASON_REQUIRED");
  expect(await end(director, { documentNumber: null })).toBe("DOCUMENT_REQUIRED");
  expect(await end(director, { on: null })).toBe("PERIOD_INVALID");
  const below = await register("990101", { superiorUnitId: unit.id });
  expect(await end(director, {})).toBe("UNIT_IN_USE");
  const moved = {
    id: below.id,
    version: 1,
    command: "CORRECT",
    correction: { superiorUnitId: null },
    note: "误填。（虚构）",
  };
  await clerk.does("moveTierUnit", moved);
  const round = await aRound().of([unit.id]).until("AUTHORISED").on(platform);
  expect(await end(director, {})).toBe("UNIT_IN_USE");
  await appointTeam(round);
  await moveTargets(round, "ENTER", "2026-03-09");
  expect(await end(director, { on: "2026-03-09" })).toBe("INSPECTED_OUTSIDE");
  expect(await end(director, {})).toBeUndefined();
  const ended = await read(director, unit);
  expect(ended).toMatchObject({
    ...{ status: "ENDED", validTo: "2026-04-01", endedDocument: BY.documentNumber, successor: null },
    commands: ["TAKE_BACK"],
  });
  const back = { id: unit.id, version: ended.version, command: "TAKE_BACK" };
  expect((await director.tries("moveTierUnit", back)).refusal?.code).toBe("REASON_REQUIRED");
  await director.does("moveTierUnit", { ...back, note: "误办。（虚构）" });
  expect(await read(director, unit)).toMatchObject({
    ...{ status: "REGISTERED", validTo: null, endedDocument: null },
    corrections: [{ field: "validTo", from: "2026-04-01", to: null }],
  });
});

test("a renamed unit goes on with what was done under its name, and is counted once", async () => {
  const { director } = peopleOf(platform, "990103");
  const covered = async () => {
    const { data } = await director.ask(`{ region(code: "990103") { countyFigures { coverage { due inspected } } }
      countyOffice(code: "990103") { terms { coverage { due inspected } } }
      countyUnitsNotInspected(region: "990103", first: 50) { nodes { id } } }`);
    const [term] = data.countyOffice.terms;
    const open = data.countyUnitsNotInspected.nodes.map(({ id }: Versioned) => id);
    return { figures: data.region.countyFigures.coverage, term: term.coverage, open };
  };
  const round = await aRound("990103").until("ENTERED").on(platform);
  const [unit] = round.units as [Versioned];
  const uninspected = await register("990103");
  const below = await register("990103", { superiorUnitId: unit.id, superiorBody: "旧名（虚构）" });
  const planned = await aRound("990103").of([unit.id]).until("AUTHORISED").on(platform);
  const head = await platform.openAccount("county:990103.old-head", "990103", ["UNIT_HEAD"], unit.id);
  const before = await covered();
  expect(before.figures).toEqual({ due: 3, inspected: 1 });
  const succeed = (units: Versioned[], successor: object, more: object = {}) =>
    director.tries("succeedTierUnits", { units, on: "2026-04-01", successor, ...BY, ...more });

  const { code } = (await director.ask("query ($id: ID!) { unit(id: $id) { ... on CountyUnit { code } } }", unit)).data
    .unit;
  expect((await succeed([unit], anEntry(), { on: "2026-03-09" })).refusal?.code).toBe("INSPECTED_OUTSIDE");
  expect((await succeed([uninspected], anEntry({ code }))).refusal?.code).toBe("UNIT_ALREADY_REGISTERED");
  const { items } = await succeed([unit], anEntry({ code, name: "虚构更名单位" }));
  const [renamed] = items as [Versioned];
  expect(await read(director, renamed)).toMatchObject({
    ...{ name: "虚构更名单位", validFrom: "2026-04-01", status: "REGISTERED" },
    predecessors: [{ id: unit.id, countyInspections: [{ enteredOn: null }, { enteredOn: "2026-03-09" }] }],
  });
  const ended = await read(director, unit);
  expect(ended).toMatchObject({ status: "ENDED", validTo: "2026-04-01", successor: { id: renamed.id } });
  // what was begun stays under the old name, and is shown there to the office
  const LEFT = `query ($id: ID!) { unit(id: $id) { ... on CountyUnit { leftBehind { planned { id } rectifying { id } accounts } } } }`;
  const left = (id: string) => director.ask(LEFT, { id }).then(({ data }) => data.unit.leftBehind);
  expect(await left(unit.id)).toEqual({
    planned: [{ id: planned.targets[0]?.id }],
    rectifying: [],
    accounts: [head.person],
  });
  expect(await left(renamed.id)).toBeNull();
  // what stood below it stands below the one that goes on
  const followed = await read(director, below);
  expect(followed.corrections).toContainEqual({ field: "superiorUnitId", from: unit.id, to: renamed.id });
  const back = { id: unit.id, version: ended.version, command: "TAKE_BACK", note: "误办。（虚构）" };
  expect((await director.tries("moveTierUnit", back)).refusal?.code).toBe("STEP_RELIED_ON");
  const after = await covered();
  expect({ figures: after.figures, term: after.term }).toEqual({ figures: before.figures, term: before.term });
  expect(after.open.sort()).toEqual([uninspected.id, below.id].sort());

  // merged with what nobody inspected, it is to be inspected again
  const { items: merged } = await succeed([renamed, uninspected], anEntry({ name: "虚构合并单位" }), {
    on: "2026-05-01",
  });
  const [one] = merged as [Versioned];
  const now = await covered();
  expect(now).toMatchObject({ figures: { due: 2, inspected: 0 }, term: { due: 2, inspected: 0 } });
  expect(now.open.sort()).toEqual([below.id, one.id].sort());
  expect((await read(director, one)).predecessors).toHaveLength(2);
});

test("whoever is recused from one of the units, or is of another office, merges nothing", async () => {
  const { director } = peopleOf(platform, "990102");
  const units = [await register("990102"), await register("990102")] as const;
  const kin = await platform.openAccount("county:990102.kin", "990102", ["DIRECTOR"]);
  const recusal = { accountId: kin.person, kind: "KIN", scope: "UNIT", subject: units[1].id };
  await director.does("declareTierRecusal", recusal);
  const { validFrom: _, synthetic: __, ...successor } = aUnit("990102");
  const input = { units, on: "2026-04-01", successor, ...BY };
  const code = async (by: Caller, more: object = {}) =>
    (await by.tries("succeedTierUnits", { ...input, ...more })).refusal?.code;
  expect(await code(kin)).toBe("PERSON_RECUSED");
  expect(await code(peopleOf(platform, "990102").clerk)).toBe("ROLE_REQUIRED");
  expect(await code(director, { note: "" })).toBe("REASON_REQUIRED");
  expect(await code(director, { units: [{ ...units[0], version: 9 }] })).toBe("STALE_VERSION");
});
