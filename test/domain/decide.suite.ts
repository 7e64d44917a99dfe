import fc from "fast-check";
import {
  type Actor,
  commandsFor,
  decide,
  follow,
  holdsOneOf,
  partiesOf,
  type Subject,
  type TransitionTable,
} from "../../subgraphs/domain/lifecycle";
import { lifecycles } from "../../subgraphs/domain/lifecycles";
import { isRefused } from "../../subgraphs/domain/refusals";
import {
  CAME_FROM,
  CONCEPTS,
  type Concept,
  commandsOf,
  findEdge,
  HAND_STATUSES,
  met,
  OFFICE_PARTIES,
  TEAM_PARTIES,
} from "./handTables";

const COUNTY = "990101";
const everything = met(() => true);

function tableOf(concept: Concept): TransitionTable<string, string> {
  return lifecycles[concept].table as TransitionTable<string, string>;
}

function anActor(rights: Partial<Actor>): Actor {
  return { person: "county:990101.somebody", office: COUNTY, roles: [], teamRoles: [], ...rights };
}

function aSubject(status: string): Subject<string> {
  return { id: "county:AAAAAAAAAAAAAAAAAAAAAA", office: COUNTY, status, version: 1 };
}

describe("an office role", () => {
  test.each([
    ["the county next door", "990102"],
    ["the city above", "9901"],
    ["the province", "99"],
    ["an office whose code only begins alike", "99010"],
  ])("of %s gives no right over another office's object", (_who, office) => {
    const director = anActor({ office, roles: ["DIRECTOR", "CLERK", "APPROVER"] });
    const outcome = decide(tableOf("finding"), aSubject("VERIFIED"), "CLOSE", director, everything);
    expect(outcome).toEqual({
      refused: "ROLE_REQUIRED",
      subject: "county:AAAAAAAAAAAAAAAAAAAAAA",
      allowed: ["DIRECTOR"],
    });
    expect(commandsFor(tableOf("finding"), aSubject("DRAFT"), director)).toEqual([]);
  });

  test("gives its right in the owning office", () => {
    const director = anActor({ roles: ["DIRECTOR"] });
    expect(decide(tableOf("finding"), aSubject("VERIFIED"), "CLOSE", director, everything)).toEqual({
      to: "CLOSED",
      event: "FindingClosed",
    });
  });

  test("is one of several that a person holds", () => {
    const both = anActor({ roles: ["CLERK", "APPROVER"] });
    expect(commandsFor(tableOf("round"), aSubject("PREPARING"), both)).toEqual(["CORRECT", "AUTHORISE"]);
    expect(holdsOneOf(both, { office: COUNTY }, ["APPROVER"])).toBe(true);
    expect(holdsOneOf(both, { office: COUNTY }, ["DIRECTOR"])).toBe(false);
  });
});

describe("a team role", () => {
  test("counts wherever the person's own office is", () => {
    const leader = anActor({ office: "9902", teamRoles: ["LEADER"] });
    expect(decide(tableOf("target"), aSubject("PLANNED"), "ENTER", leader, everything)).toMatchObject({
      to: "ENTERED",
    });
  });

  test("does not bring the office role of a foreign person with it", () => {
    const member = anActor({ office: "9902", roles: ["DIRECTOR"], teamRoles: ["MEMBER"] });
    expect(decide(tableOf("target"), aSubject("PLANNED"), "RELEASE", member, everything)).toMatchObject({
      refused: "ROLE_REQUIRED",
    });
  });

  test("does not decide what is the office's to decide", () => {
    const leader = anActor({ teamRoles: ["LEADER"] });
    for (const status of HAND_STATUSES.round) {
      expect(commandsFor(tableOf("round"), aSubject(status), leader)).toEqual([]);
    }
    expect(commandsFor(tableOf("finding"), aSubject("CLAIMED_DONE"), leader)).toEqual([]);
    expect(commandsFor(tableOf("publication"), aSubject("SUBMITTED"), leader)).toEqual([]);
  });
});

describe("a unit's role", () => {
  const unit = "county:UUUUUUUUUUUUUUUUUUUUUU";
  const claimed = (asked: string | undefined, head: Partial<Actor>) => {
    const subject = { ...aSubject("RECTIFYING"), unitId: asked };
    return decide(tableOf("finding"), subject, "CLAIM", anActor({ roles: ["UNIT_HEAD"], ...head }), everything);
  };

  test("counts for the unit that is asked, whichever office asks it", () => {
    expect(claimed(unit, { unit, office: "990102" })).toMatchObject({ to: "CLAIMED_DONE" });
  });

  test.each<[string, string | undefined, Partial<Actor>]>([
    ["of another unit of the same office", "county:VVVVVVVVVVVVVVVVVVVVVV", { unit }],
    ["without a unit", unit, {}],
    ["without a unit, of an object that asks none", undefined, {}],
  ])("%s gives no right", (_who, asked, head) => {
    expect(claimed(asked, head)).toMatchObject({ refused: "ROLE_REQUIRED" });
  });

  test("brings no right of the office with it", () => {
    const head = anActor({ roles: ["UNIT_HEAD"], unit });
    expect(commandsFor(tableOf("finding"), { ...aSubject("CLAIMED_DONE"), unitId: unit }, head)).toEqual(["TAKE_BACK"]);
    expect(commandsFor(tableOf("finding"), { ...aSubject("CLOSED"), unitId: unit }, head)).toEqual([]);
  });
});

describe("a step that follows from another object's", () => {
  const everybody = anActor({ roles: OFFICE_PARTIES as Actor["roles"], teamRoles: TEAM_PARTIES as Actor["teamRoles"] });
  const follows = [
    ["round", "AUTHORISED", "START"],
    ["round", "RUNNING", "CLOSE"],
    ["finding", "REPORTED", "FEED_BACK"],
    ["finding", "FED_BACK", "START_RECTIFICATION"],
    ["finding", "VERIFIED", "REOPEN"],
    ["finding", "CLOSED", "REOPEN"],
    ["finding", "LONG_TERM", "REOPEN"],
  ] as const;

  test.each(follows)("of a %s in %s cannot be commanded by anybody: %s", (concept, status, command) => {
    const table = tableOf(concept);
    expect(decide(table, aSubject(status), command, everybody, everything)).toMatchObject({
      refused: "ROLE_REQUIRED",
    });
    expect(decide(table, aSubject(status), command, "PLATFORM", everything)).toEqual(
      follow(table, aSubject(status), command),
    );
  });

  test("that leads back leads to where the object says it was, and an object that does not say so is a defect", () => {
    const director = anActor({ roles: ["DIRECTOR"] });
    const objected = { ...aSubject("OBJECTED"), previousStatus: "FED_BACK" };
    expect(decide(tableOf("finding"), objected, "UPHOLD", director, everything)).toMatchObject({ to: "FED_BACK" });
    expect(() => decide(tableOf("finding"), aSubject("OBJECTED"), "UPHOLD", director, everything)).toThrow(
      "county:AAAAAAAAAAAAAAAAAAAAAA in OBJECTED does not say which status it came from",
    );
  });

  test("is all that the platform does", () => {
    expect(decide(tableOf("finding"), aSubject("VERIFIED"), "CLOSE", "PLATFORM", everything)).toMatchObject({
      refused: "ROLE_REQUIRED",
    });
    expect(() => follow(tableOf("finding"), aSubject("VERIFIED"), "CLOSE")).toThrow(
      "nothing in VERIFIED follows by CLOSE",
    );
    expect(() => follow(tableOf("finding"), aSubject("CLOSED"), "CLOSE")).toThrow("nothing in CLOSED follows by CLOSE");
  });
});

describe("a requirement that is not met", () => {
  const everybody = anActor({ roles: ["CLERK", "DIRECTOR", "APPROVER"] });
  test.each([
    ["a round without targets is not authorised", "round", "PREPARING", "AUTHORISE", "TARGETS_REQUIRED"],
    ["a round is not authorised without a document", "round", "PREPARING", "AUTHORISE", "DOCUMENT_REQUIRED"],
    ["a round is not withdrawn without a reason", "round", "AUTHORISED", "WITHDRAW", "REASON_REQUIRED"],
    ["nobody enters before the round is authorised", "target", "PLANNED", "ENTER", "ROUND_NOT_AUTHORISED"],
    ["nothing is entered before it happened", "target", "PLANNED", "ENTER", "DATE_IN_FUTURE"],
    ["no step lies before the step before", "target", "HEARD", "FEED_BACK", "DATE_OUT_OF_ORDER"],
    ["a report leaves no finding out", "target", "ENTERED", "REPORT", "FINDINGS_NOT_REPORTED"],
    ["a hearing has a body and a document", "target", "REPORTED", "HEAR", "HEARING_REQUIRED"],
    ["nothing is archived unsubmitted without a word", "target", "EVALUATED", "ARCHIVE", "NOTHING_SUBMITTED"],
    ["a target is not archived with open findings", "target", "EVALUATED", "ARCHIVE", "FINDINGS_STILL_OPEN"],
    ["the unit's reply is recorded", "finding", "TEAM_AGREED", "EXCHANGE_FACTS", "REPLY_REQUIRED"],
    ["only an exception is reported unheard", "finding", "TEAM_AGREED", "REPORT", "DIRECT_REPORT_REASON_REQUIRED"],
    ["a team has a leader and one more", "target", "PLANNED", "ENTER", "TEAM_INCOMPLETE"],
    ["a cross inspection has somebody from elsewhere", "target", "PLANNED", "ENTER", "FOREIGN_TEAM_REQUIRED"],
    ["a look-back leaves no finding without a verdict", "target", "ENTERED", "REPORT", "VERDICTS_MISSING"],
    ["nobody ends the own recusal", "recusal", "DECLARED", "END", "SOMEBODY_ELSE_REQUIRED"],
    ["a claim comes with proof", "finding", "RECTIFYING", "CLAIM", "PROOF_REQUIRED"],
    ["nobody objects when the days are over", "finding", "FED_BACK", "OBJECT", "WITHIN_OBJECTION_DAYS"],
    ["a correction brings the new text", "finding", "OBJECTED", "CORRECT", "TEXT_REQUIRED"],
  ] as const)("is what the refusal names: %s", (_rule, concept, status, command, code) => {
    const table = tableOf(concept);
    const outcome = decide(
      table,
      aSubject(status),
      command,
      everybody,
      met((requirement) => requirement !== code),
    );
    expect(outcome).toMatchObject({ refused: code });
  });

  test("is not told to a person who may not do it at all", () => {
    const clerk = anActor({ roles: ["CLERK"] });
    expect(
      decide(
        tableOf("round"),
        aSubject("PREPARING"),
        "AUTHORISE",
        clerk,
        met(() => false),
      ),
    ).toMatchObject({
      refused: "ROLE_REQUIRED",
    });
  });
});

test("a superior who reads a foreign object is told who may move it, over all its states", () => {
  expect(partiesOf(tableOf("round"), "WITHDRAW").sort()).toEqual(["APPROVER", "DIRECTOR"]);
  expect(partiesOf(tableOf("finding"), "REPORT").sort()).toEqual(["CLERK", "DIRECTOR", "LEADER"]);
});

/** From where an object of a concept came, to which a step leads back. */
function cameFrom(concept: Concept): string {
  return concept === "rectification" ? "EVALUATED" : CAME_FROM;
}

describe("whatever is commanded by whomever", () => {
  const someone = fc.oneof(
    fc.constant("PLATFORM" as const),
    fc.record({
      person: fc.constant("county:990101.somebody"),
      office: fc.constantFrom(COUNTY, COUNTY, "990102", "9901"),
      roles: fc.subarray(OFFICE_PARTIES) as fc.Arbitrary<Actor["roles"]>,
      teamRoles: fc.subarray(TEAM_PARTIES) as fc.Arbitrary<Actor["teamRoles"]>,
    }),
  );
  const aWalk = (concept: Concept) =>
    fc.array(fc.tuple(fc.constantFrom(...commandsOf(concept)), someone, fc.integer({ min: 0, max: 3 })), {
      maxLength: 60,
    });

  test.each(CONCEPTS)(
    "a %s reaches a state by an edge only, and its version rises with each step and never else",
    (concept) => {
      const table = tableOf(concept);
      fc.assert(
        fc.property(fc.constantFrom(...HAND_STATUSES[concept]), aWalk(concept), (start, walk) => {
          let subject = Object.freeze({ ...aSubject(start), previousStatus: cameFrom(concept) });
          let steps = 0;
          for (const [command, mover, luck] of walk) {
            const before = subject;
            const outcome = decide(
              table,
              before,
              command,
              mover,
              met(() => luck > 0),
            );
            const edge = findEdge(concept, before.status, command);
            if (isRefused(outcome)) continue;
            steps += 1;
            subject = Object.freeze({
              ...before,
              status: outcome.to,
              previousStatus: before.status,
              version: before.version + 1,
            });
            const to = edge?.to === "PREVIOUS" ? before.previousStatus : edge?.to;
            expect(outcome).toEqual({ to, event: edge?.event });
            expect(luck > 0 || edge?.requires.length === 0).toBe(true);
          }
          expect(subject.version).toBe(1 + steps);
        }),
        { numRuns: 300 },
      );
    },
  );
});
