import { FINDING_STATUSES, FOLLOWS_TARGET } from "../../subgraphs/domain/finding/finding";
import { findingTransitions } from "../../subgraphs/domain/finding/transitions";
import { ROUND_STATUSES, takesTargets } from "../../subgraphs/domain/round/round";
import {
  DATE_OF,
  isHeard,
  lastDate,
  roundFollows,
  TARGET_STATUSES,
  type TargetStatus,
  takesFindings,
} from "../../subgraphs/domain/target/target";

const UNDATED = {
  enteredOn: null,
  reportedOn: null,
  heardOn: null,
  fedBackOn: null,
  rectificationStartedOn: null,
  evaluatedOn: null,
  archivedOn: null,
};

describe("a round follows its targets", () => {
  test.each<[string, Parameters<typeof roundFollows>[0], TargetStatus[], "START" | "CLOSE" | undefined]>([
    ["waits while all are planned", "AUTHORISED", ["PLANNED", "PLANNED"], undefined],
    ["waits while some are left out and none is entered", "AUTHORISED", ["PLANNED", "RELEASED"], undefined],
    ["waits where all are left out", "AUTHORISED", ["RELEASED", "RELEASED"], undefined],
    ["waits without targets", "AUTHORISED", [], undefined],
    ["runs with the first entry", "AUTHORISED", ["PLANNED", "ENTERED"], "START"],
    ["runs where a target is further on already", "AUTHORISED", ["HEARD"], "START"],
    ["goes on while one target is not archived", "RUNNING", ["ARCHIVED", "EVALUATED"], undefined],
    ["goes on while one target is still planned", "RUNNING", ["ARCHIVED", "PLANNED"], undefined],
    ["closes when the last is archived", "RUNNING", ["ARCHIVED", "ARCHIVED"], "CLOSE"],
    ["closes when the rest was left out", "RUNNING", ["ARCHIVED", "RELEASED"], "CLOSE"],
    ["is not started before it is authorised", "PREPARING", ["ENTERED"], undefined],
    ["is not started again", "RUNNING", ["ENTERED"], undefined],
    ["is not closed twice", "CLOSED", ["ARCHIVED"], undefined],
    ["stays withdrawn", "WITHDRAWN", ["PLANNED"], undefined],
  ])("%s", (_rule, round, targets, step) => {
    expect(roundFollows(round, targets)).toBe(step);
  });

  test("each kind of target starts an authorised round or does not", () => {
    const starting = TARGET_STATUSES.filter((status) => roundFollows("AUTHORISED", [status]) === "START");
    expect(starting).toEqual(["ENTERED", "REPORTED", "HEARD", "FED_BACK", "RECTIFYING", "EVALUATED", "ARCHIVED"]);
  });

  test("targets are added until it is authorised with them", () => {
    expect(ROUND_STATUSES.filter(takesTargets)).toEqual(["PREPARING"]);
  });
});

describe("a target", () => {
  test("is heard from the hearing on, and never where it was left out", () => {
    const heard = TARGET_STATUSES.filter(isHeard);
    expect(heard).toEqual(["HEARD", "FED_BACK", "RECTIFYING", "EVALUATED", "ARCHIVED"]);
  });

  test("takes findings while the team is with the unit", () => {
    expect(TARGET_STATUSES.filter(takesFindings)).toEqual(["ENTERED"]);
  });

  test("has no date before the entry", () => {
    expect(lastDate(UNDATED)).toBeUndefined();
  });

  test("has the date of its last step, a step that left none set aside", () => {
    expect(lastDate({ ...UNDATED, enteredOn: "2026-01-05" })).toBe("2026-01-05");
    expect(lastDate({ ...UNDATED, enteredOn: "2026-01-05", heardOn: "2026-03-01" })).toBe("2026-03-01");
    const archived = {
      enteredOn: "2026-01-05",
      reportedOn: "2026-02-01",
      heardOn: "2026-02-20",
      fedBackOn: "2026-03-02",
      rectificationStartedOn: "2026-03-03",
      evaluatedOn: "2026-06-30",
      archivedOn: "2026-07-01",
    };
    expect(lastDate(archived)).toBe("2026-07-01");
    expect(lastDate({ ...archived, archivedOn: null })).toBe("2026-06-30");
  });

  test("dates every step but the plan and the release", () => {
    expect(TARGET_STATUSES.filter((status) => !DATE_OF[status])).toEqual(["PLANNED", "RELEASED"]);
    expect(new Set(Object.values(DATE_OF)).size).toBe(Object.keys(DATE_OF).length);
  });
});

test("findings follow the feedback and the start of the rectification, as their own life cycle allows", () => {
  expect(Object.keys(FOLLOWS_TARGET).sort()).toEqual(["FED_BACK", "RECTIFYING"]);
  for (const [target, step] of Object.entries(FOLLOWS_TARGET)) {
    for (const from of step.from) {
      expect(FINDING_STATUSES).toContain(from);
      // what is rectified by the feedback stays so
      const to = from === "VERIFIED" ? "VERIFIED" : target;
      expect(findingTransitions[from]).toHaveProperty([step.command, "to"], to);
    }
  }
});
