import { appointTeam, aRound, type BuiltRound, moveTargets, peopleOf } from "../support/builders";
import type { Caller, Versioned } from "../support/caller";
import { borrowPlatform, type TestPlatform } from "../support/platform";

/** 更正轮次 The header of a round that was entered wrongly: docs/adr/0018. */
const WHY = { note: "误填。（虚构）" };
const READ = `query ($id: ID!) { countyRound(id: $id) { id version title kind startsOn endsOn documentNumber authorisedOn note
  commands corrections { field from to by reason } proposal { by reason values { field from to } }
  authorisation { documentNumber authorisedOn } targets { nodes { unit { ... on CountyUnit {
    countyInspections { roundTitle } } } } } } }`;

let platform: TestPlatform;
let round: BuiltRound;
let now: Versioned;
beforeAll(async () => {
  platform = await borrowPlatform();
});

const read = async (by: Caller = round.director) => (await by.ask(READ, { id: round.id })).data.countyRound;
const step = async (by: Caller, command: string, correction?: object, more: object = WHY) => {
  const input = { id: now.id, version: now.version, command, correction, ...more };
  [now] = (await by.does("moveTierRound", input)) as [Versioned];
};
const refused = async (by: Caller, command: string, correction?: object, more: object = WHY) => {
  const input = { id: now.id, version: now.version, command, correction, ...more };
  const { refusal, answer } = await by.tries("moveTierRound", input);
  return refusal?.code ?? answer.errors[0]?.extensions.fields?.[0]?.path;
};

test("while it is prepared, its clerk puts it right at once", async () => {
  round = await aRound("990102").on(platform);
  now = { id: round.id, version: round.version };
  const { clerk, approver } = round;
  const title = { title: "虚构更名轮次" };
  expect((await read(clerk)).commands).toEqual(["CORRECT"]);
  expect(await refused(approver, "CORRECT", title)).toBe("ROLE_REQUIRED");
  expect(await refused(clerk, "CORRECT", title, {})).toBe("REASON_REQUIRED");
  expect(await refused(clerk, "CORRECT", { documentNumber: "虚巡9号" })).toBe("STEP_NOT_TAKEN");
  expect(await refused(clerk, "CORRECT", { kind: "LOOK_BACK" })).toBe("PREDECESSOR_REQUIRED");
  expect(await refused(clerk, "CORRECT", { startsOn: "2026-03-02", endsOn: "2026-03-01" })).toBe("PERIOD_INVALID");
  expect(await refused(clerk, "CORRECT", { kind: "REGULAR" })).toBe("NOTHING_CORRECTED");
  expect(await refused(clerk, "CORRECT", { title: null })).toBe("input.correction.title");
  expect(await refused(clerk, "AUTHORISE", title)).toBe("input.correction");
  await step(clerk, "CORRECT", { ...title, kind: "SPECIAL", startsOn: "2026-03-02" });
  await step(clerk, "CORRECT", { startsOn: null });
  expect(await read(clerk)).toMatchObject({
    ...{ title: "虚构更名轮次", kind: "SPECIAL", startsOn: null, note: null },
    corrections: [
      { field: "startsOn", from: "2026-03-02", to: null },
      { field: "startsOn", from: null, to: "2026-03-02" },
      { field: "kind", from: "REGULAR", to: "SPECIAL" },
      { field: "title", by: clerk.person, reason: WHY.note },
    ],
  });
});

test("once it is filed, one proposes and another decides; authorisation, inspections and those above follow", async () => {
  round = await aRound().until("ENTERED").on(platform);
  const before = await read();
  now = { id: round.id, version: before.version };
  const { clerk, director, approver } = round;
  expect(await refused(clerk, "CORRECT", { title: "x" })).toBe("ILLEGAL_TRANSITION");
  expect(await refused(clerk, "PROPOSE_CORRECTION", { authorisedOn: "2026-03-10" })).toBe("DATE_OUT_OF_ORDER");
  expect(await refused(clerk, "PROPOSE_CORRECTION", { authorisedOn: "2999-01-01" })).toBe("DATE_IN_FUTURE");
  expect(await refused(approver, "APPROVE_CORRECTION")).toBe("CORRECTION_NOT_PROPOSED");
  await step(director, "PROPOSE_CORRECTION", { title: "误改（虚构）" });
  expect((await read()).commands).toEqual(["REJECT_CORRECTION"]);
  expect(await refused(director, "APPROVE_CORRECTION")).toBe("SOMEBODY_ELSE_REQUIRED");
  expect(await refused(clerk, "PROPOSE_CORRECTION", { title: "x" })).toBe("CORRECTION_PROPOSED");
  expect(await refused(clerk, "REJECT_CORRECTION", undefined, {})).toBe("REASON_REQUIRED");
  await step(clerk, "REJECT_CORRECTION");
  expect(await read()).toMatchObject({ title: before.title, proposal: null, corrections: [] });

  const right = { title: "虚构正名轮次", documentNumber: "虚巡〔2026〕正号", authorisedOn: "2026-03-03" };
  await step(clerk, "PROPOSE_CORRECTION", right);
  const superior = platform.as("province:99.director");
  expect(await read(superior)).toMatchObject({ title: before.title, proposal: null });
  expect((await read(clerk)).proposal.values).toContainEqual({
    ...{ field: "title", from: before.title, to: right.title },
  });
  await step(approver, "APPROVE_CORRECTION", undefined, {});
  const { documentNumber, authorisedOn } = right;
  const told = { ...right, authorisation: { documentNumber, authorisedOn } };
  expect(await read()).toMatchObject({ ...told, proposal: null });
  const above = await read(superior);
  expect(above).toMatchObject({
    ...told,
    targets: { nodes: [{ unit: { countyInspections: [{ roundTitle: right.title }] } }] },
  });
  expect(above.corrections).toContainEqual({
    ...{ field: "title", from: before.title, to: right.title, by: null, reason: null },
  });
  // the target's own dates are measured by the right day
  const { refusal } = await director.tries("moveTierRoundTargets", {
    ...{ targets: round.targets, command: "CORRECT", correction: { enteredOn: "2026-03-02" }, ...WHY },
  });
  expect(refusal?.code).toBe("DATE_OUT_OF_ORDER");
});

test("what was proposed is measured again when it is decided", async () => {
  round = await aRound("990103").until("AUTHORISED").on(platform);
  now = { id: round.id, version: (await read()).version };
  await step(round.clerk, "PROPOSE_CORRECTION", { authorisedOn: "2026-03-20" });
  await appointTeam(round);
  await moveTargets(round, "ENTER", "2026-03-09");
  now = await read();
  expect(await refused(round.director, "APPROVE_CORRECTION")).toBe("DATE_OUT_OF_ORDER");
});

test("no writer changes a header without a correction that keeps it", async () => {
  const write = (change: string) => platform.sql("county", `update round set ${change} where id = $1`, [round.id]);
  for (const change of ["title = 'x'", "document_number = null", "corrections = '[{}]', title = 'x'"]) {
    await expect(write(change)).rejects.toMatchObject({ code: "23000" });
  }
});

test("whoever may not see a part of it corrects nothing of the whole", async () => {
  round = await aRound().until("ENTERED").on(platform);
  now = await read();
  const kin = await platform.openAccount("county:990101.kinsman", "990101", ["CLERK"]);
  const { director } = peopleOf(platform, "990101");
  const recusal = { accountId: kin.person, kind: "KIN", scope: "UNIT", subject: round.units[0]?.id };
  await director.does("declareTierRecusal", recusal);
  expect(await refused(kin, "PROPOSE_CORRECTION", { title: "x" })).toBe("PERSON_RECUSED");
});
