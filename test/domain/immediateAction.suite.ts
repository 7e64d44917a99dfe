import { FINDING_STATUSES } from "../../subgraphs/domain/finding/finding";
import {
  effectOn,
  IMMEDIATE_ACTION_KINDS,
  IMMEDIATE_ACTION_STATUSES,
  OPEN_ACTIONS,
  takesActions,
} from "../../subgraphs/domain/immediateAction/immediateAction";
import { AMOUNT, amountOf, fenOf, MAX_RECOVERED } from "../../subgraphs/domain/immediateAction/recovery";
import {
  type ImmediateActionStep,
  immediateActionRequirements,
} from "../../subgraphs/domain/immediateAction/requirements";
import { immediateActionTransitions } from "../../subgraphs/domain/immediateAction/transitions";
import { coversPlan } from "../../subgraphs/domain/rectification/requirements";
import { TARGET_STATUSES } from "../../subgraphs/domain/target/target";

test("a round takes immediate actions from the entry until the feedback", () => {
  expect(TARGET_STATUSES.filter(takesActions)).toEqual(["ENTERED", "REPORTED", "HEARD"]);
});

test("an action is open exactly as long as a step is left", () => {
  const open = IMMEDIATE_ACTION_STATUSES.filter((status) => Object.keys(immediateActionTransitions[status]).length > 0);
  expect([...OPEN_ACTIONS]).toEqual(open);
});

describe("the confirmation of an action", () => {
  const effects = (kind: (typeof IMMEDIATE_ACTION_KINDS)[number], exchangeException: "CASE" | "UNIT_HEAD" | null) =>
    Object.fromEntries(FINDING_STATUSES.map((status) => [status, effectOn(kind, { status, exchangeException })]));
  const nothing = Object.fromEntries(FINDING_STATUSES.map((status) => [status, "STAYS"]));
  const unheard = { DRAFT: "UNHEARD", TEAM_AGREED: "UNHEARD" };
  const rectifying = IMMEDIATE_ACTION_KINDS.filter((kind) => kind !== "TRANSFER_WHILE_INSPECTING");

  test.each(rectifying)("%s verifies what the unit was heard about, and waits for what it was not", (kind) => {
    expect(effects(kind, null)).toEqual({ ...nothing, ...unheard, FACTS_EXCHANGED: "VERIFIES", REPORTED: "VERIFIES" });
  });

  test.each(rectifying)("%s never verifies what went to the report without the unit", (kind) => {
    for (const exception of ["CASE", "UNIT_HEAD"] as const) {
      expect(effects(kind, exception).REPORTED).toBe("UNHEARD");
    }
  });

  test("of a transfer verifies nothing: it hands the matter over", () => {
    expect(effects("TRANSFER_WHILE_INSPECTING", null)).toEqual(nothing);
  });
});

describe("somebody else", () => {
  const facts = { target: "ENTERED", proposedBy: "a", doneBy: "b", effects: [] } as const;
  const step = (command: ImmediateActionStep["command"], person: string) =>
    immediateActionRequirements(facts, {
      ...{ command, person, on: "2026-03-10", today: "2026-03-10", after: "2026-03-10" },
      ...{ documentNumber: true, note: true },
    }).SOMEBODY_ELSE_REQUIRED;

  test("than the proposer authorises", () => {
    expect([step("AUTHORISE", "a"), step("AUTHORISE", "b")]).toEqual([false, true]);
  });

  test("than who reported it done confirms", () => {
    expect([step("CONFIRM", "b"), step("CONFIRM", "a")]).toEqual([false, true]);
  });
});

describe("an amount of CNY", () => {
  test.each(["0.00", "0.01", "1.00", "40000.00", "99999999999.99"])(
    "%s is counted in fen and written again",
    (text) => {
      expect(AMOUNT.test(text)).toBe(true);
      expect(amountOf(fenOf(text))).toBe(text);
    },
  );

  test.each(["", "4", "4.0", "04.00", "-4.00", "+4.00", "4,000.00", "4.000", "4e3", " 4.00", "４.00"])(
    "%p is not one",
    (text) => {
      expect(AMOUNT.test(text)).toBe(false);
    },
  );

  test("loses nothing at the bound: a double counts every fen of it", () => {
    expect(MAX_RECOVERED).toBeLessThan(BigInt(Number.MAX_SAFE_INTEGER));
    expect(amountOf(BigInt(Number(MAX_RECOVERED)))).toBe("100000000000.00");
  });
});

test("a plan needs no measure for what was rectified at once", () => {
  const fedBack = [
    { findingId: "a", status: "VERIFIED" },
    { findingId: "b", status: "RECTIFYING" },
  ] as const;
  expect(coversPlan(fedBack, new Set(["b"]))).toBe(true);
  expect(coversPlan(fedBack, new Set(["a"]))).toBe(false);
});
