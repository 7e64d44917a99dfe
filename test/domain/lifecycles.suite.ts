import { readdirSync } from "node:fs";
import { join } from "node:path";
import { APPOINTMENT_COMMANDS, APPOINTMENT_STATUSES } from "../../subgraphs/domain/appointment/appointment";
import {
  CLUE_COMMANDS,
  CLUE_RECEIPT_COMMANDS,
  CLUE_RECEIPT_STATUSES,
  CLUE_STATUSES,
} from "../../subgraphs/domain/clue/clue";
import { DISCLOSURE_COMMANDS, DISCLOSURE_STATUSES } from "../../subgraphs/domain/disclosure/disclosure";
import { FINDING_COMMANDS, FINDING_STATUSES } from "../../subgraphs/domain/finding/finding";
import {
  IMMEDIATE_ACTION_COMMANDS,
  IMMEDIATE_ACTION_STATUSES,
} from "../../subgraphs/domain/immediateAction/immediateAction";
import { type Actor, commandsFor, decide, type Mover, type TransitionTable } from "../../subgraphs/domain/lifecycle";
import { lifecycles } from "../../subgraphs/domain/lifecycles";
import { OBLIGATION_COMMANDS, OBLIGATION_STATUSES } from "../../subgraphs/domain/obligation/obligation";
import {
  ORDER_COMMANDS,
  ORDER_STATUSES,
  RECEIVED_ORDER_COMMANDS,
  RECEIVED_ORDER_STATUSES,
} from "../../subgraphs/domain/order/order";
import {
  PUBLICATION_COMMANDS,
  PUBLICATION_STATUSES,
  RECEIVED_COMMANDS,
} from "../../subgraphs/domain/publication/publication";
import { RECTIFICATION_COMMANDS, RECTIFICATION_STATUSES } from "../../subgraphs/domain/rectification/rectification";
import { RECUSAL_COMMANDS, RECUSAL_STATUSES } from "../../subgraphs/domain/recusal/recusal";
import { isRefused } from "../../subgraphs/domain/refusals";
import {
  RECEIVED_RELEASE_COMMANDS,
  RECEIVED_RELEASE_STATUSES,
  RELEASE_COMMANDS,
  RELEASE_STATUSES,
} from "../../subgraphs/domain/release/release";
import { ROUND_COMMANDS, ROUND_STATUSES } from "../../subgraphs/domain/round/round";
import {
  MEMBER_COMMANDS,
  MEMBER_STATUSES,
  SUPERVISION_COMMANDS,
  SUPERVISION_STATUSES,
} from "../../subgraphs/domain/supervision/supervision";
import { TARGET_COMMANDS, TARGET_STATUSES } from "../../subgraphs/domain/target/target";
import { UNIT_COMMANDS, UNIT_STATUSES } from "../../subgraphs/domain/unit/unit";
import { VERDICT_COMMANDS, VERDICT_STATUSES } from "../../subgraphs/domain/verdict/verdict";
import {
  CAME_FROM,
  CONCEPTS,
  type Concept,
  commandsOf,
  findEdge,
  HAND_STATUSES,
  HAND_TABLES,
  met,
  OFFICE_PARTIES,
  TEAM_PARTIES,
  UNIT_PARTIES,
} from "./handTables";

const OWNER = "990101";
const UNIT = "county:UUUUUUUUUUUUUUUUUUUUUU";
const everything = met(() => true);
const DECLARED: Record<Concept, { statuses: readonly string[]; commands: readonly string[] }> = {
  unit: { statuses: UNIT_STATUSES, commands: UNIT_COMMANDS },
  round: { statuses: ROUND_STATUSES, commands: ROUND_COMMANDS },
  target: { statuses: TARGET_STATUSES, commands: TARGET_COMMANDS },
  finding: { statuses: FINDING_STATUSES, commands: FINDING_COMMANDS },
  immediateAction: { statuses: IMMEDIATE_ACTION_STATUSES, commands: IMMEDIATE_ACTION_COMMANDS },
  disclosure: { statuses: DISCLOSURE_STATUSES, commands: DISCLOSURE_COMMANDS },
  rectification: { statuses: RECTIFICATION_STATUSES, commands: RECTIFICATION_COMMANDS },
  appointment: { statuses: APPOINTMENT_STATUSES, commands: APPOINTMENT_COMMANDS },
  verdict: { statuses: VERDICT_STATUSES, commands: VERDICT_COMMANDS },
  recusal: { statuses: RECUSAL_STATUSES, commands: RECUSAL_COMMANDS },
  publication: { statuses: PUBLICATION_STATUSES, commands: PUBLICATION_COMMANDS },
  clue: { statuses: CLUE_STATUSES, commands: CLUE_COMMANDS },
  clueReceipt: { statuses: CLUE_RECEIPT_STATUSES, commands: CLUE_RECEIPT_COMMANDS },
  receivedPublication: { statuses: PUBLICATION_STATUSES, commands: RECEIVED_COMMANDS },
  order: { statuses: ORDER_STATUSES, commands: ORDER_COMMANDS },
  receivedOrder: { statuses: RECEIVED_ORDER_STATUSES, commands: RECEIVED_ORDER_COMMANDS },
  release: { statuses: RELEASE_STATUSES, commands: RELEASE_COMMANDS },
  receivedRelease: { statuses: RECEIVED_RELEASE_STATUSES, commands: RECEIVED_RELEASE_COMMANDS },
  supervision: { statuses: SUPERVISION_STATUSES, commands: SUPERVISION_COMMANDS },
  supervisionMember: { statuses: MEMBER_STATUSES, commands: MEMBER_COMMANDS },
  obligation: { statuses: OBLIGATION_STATUSES, commands: OBLIGATION_COMMANDS },
};

function tableOf(concept: Concept): TransitionTable<string, string> {
  return lifecycles[concept].table as TransitionTable<string, string>;
}

/** Somebody of the owning office, or of the unit that is asked, with this one party's rights. */
function moverOf(party: string): Mover {
  if (party === "PLATFORM") return "PLATFORM";
  const isTeam = TEAM_PARTIES.includes(party);
  return {
    person: "county:990101.somebody",
    office: OWNER,
    unit: UNIT,
    roles: (isTeam ? [] : [party]) as Actor["roles"],
    teamRoles: (isTeam ? [party] : []) as Actor["teamRoles"],
  };
}

function subjectIn(status: string) {
  return {
    id: "county:AAAAAAAAAAAAAAAAAAAAAA",
    office: OWNER,
    unitId: UNIT,
    status,
    previousStatus: CAME_FROM,
    version: 3,
  };
}

const PARTIES = [...OFFICE_PARTIES, ...UNIT_PARTIES, ...TEAM_PARTIES, "PLATFORM"];

interface Step {
  status: string;
  command: string;
  party: string;
}

function everyStep(concept: Concept): Step[] {
  return HAND_STATUSES[concept].flatMap((status) =>
    commandsOf(concept).flatMap((command) => PARTIES.map((party) => ({ status, command, party }))),
  );
}

/** Where every requirement is met; whom a command is open to is said of who may not give it. */
function answerTo(table: TransitionTable<string, string>, { status, command, party }: Step): object {
  const outcome = decide(table, subjectIn(status), command, moverOf(party), everything);
  if (!isRefused(outcome)) return outcome;
  const { refused, allowed = [] } = outcome;
  return refused === "ROLE_REQUIRED" ? { refused, allowed: [...allowed].sort() } : { refused };
}

function answerByHand(concept: Concept, { status, command, party }: Step): object {
  const edge = findEdge(concept, status, command);
  if (!edge) return { refused: "ILLEGAL_TRANSITION" };
  if (edge.by.includes(party as never)) return { to: edge.to === "PREVIOUS" ? CAME_FROM : edge.to, event: edge.event };
  return { refused: "ROLE_REQUIRED", allowed: [...edge.by].sort() };
}

/** What a party may do in a status, and is told that it may where it tries something else. */
function openTo(concept: Concept, status: string, party: string) {
  const table = tableOf(concept);
  const commands = commandsFor(table, subjectIn(status), moverOf(party)).sort();
  const closed = commandsOf(concept).find((command) => !findEdge(concept, status, command));
  if (!closed) return { commands, instead: undefined };
  const refusal = decide(table, subjectIn(status), closed, moverOf(party), everything);
  return { commands, instead: isRefused(refusal) ? [...(refusal.allowed ?? [])].sort() : undefined };
}

test("every transition table of the domain is entered as a life cycle, and written by hand once more", () => {
  const domain = join(__dirname, "../../subgraphs/domain");
  const tables = readdirSync(domain, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => Object.entries(require(join(domain, file)) as Record<string, unknown>))
    .flatMap(([name, value]) => (name.endsWith("Transitions") ? [value] : []));
  expect(tables.length).toBeGreaterThan(0);
  expect(new Set(tables)).toEqual(new Set(Object.values(lifecycles).map(({ table }) => table)));
  expect([...CONCEPTS].sort()).toEqual(Object.keys(lifecycles).sort());
});

describe.each(CONCEPTS)("a %s", (concept) => {
  const table = tableOf(concept);

  test("has the states and the commands of the field and no others", () => {
    expect([...DECLARED[concept].statuses].sort()).toEqual([...HAND_STATUSES[concept]].sort());
    expect(Object.keys(table).sort()).toEqual([...HAND_STATUSES[concept]].sort());
    expect([...DECLARED[concept].commands].sort()).toEqual(commandsOf(concept).sort());
  });

  test("answers every command in every status to each party as the hand-written table says", () => {
    const steps = everyStep(concept);
    const answers = steps.map((step) => ({ ...step, answer: answerTo(table, step) }));
    expect(answers).toEqual(steps.map((step) => ({ ...step, answer: answerByHand(concept, step) })));
  });

  test("says in every status which commands each party may try instead", () => {
    const statuses = HAND_STATUSES[concept].flatMap((status) => PARTIES.map((party) => ({ status, party })));
    const open = statuses.map(({ status, party }) => ({ status, party, ...openTo(concept, status, party) }));
    const expected = statuses.map(({ status, party }) => {
      const commands = HAND_TABLES[concept]
        .filter((edge) => edge.from === status && edge.by.includes(party as never))
        .map((edge) => edge.command)
        .sort();
      const isClosed = commandsOf(concept).some((command) => !findEdge(concept, status, command));
      return { status, party, commands, instead: isClosed ? commands : undefined };
    });
    expect(open).toEqual(expected);
  });

  test("is held up in every step by each of its requirements alone", () => {
    const held = HAND_TABLES[concept].map(({ from, command, by: [party], requires }) => {
      const asked: string[] = [];
      const decideWith = (meets: (code: string) => boolean) =>
        decide(table, subjectIn(from), command, moverOf(party as string), met(meets));
      decideWith((code) => asked.push(code) > 0);
      const without = requires.map((missing) => decideWith((code) => code !== missing));
      return { from, command, asked: asked.sort(), without };
    });
    const expected = HAND_TABLES[concept].map(({ from, command, requires }) => {
      const without = requires.map((refused) => ({ refused, subject: subjectIn(from).id, allowed: undefined }));
      return { from, command, asked: [...requires].sort(), without };
    });
    expect(held).toEqual(expected);
  });
});

test("every state can be reached", () => {
  for (const concept of CONCEPTS) {
    const reached = new Set(HAND_TABLES[concept].map((edge) => edge.to)).add(HAND_STATUSES[concept][0] as string);
    const missing = HAND_STATUSES[concept].filter((status) => !reached.has(status));
    expect(missing).toEqual([]);
  }
});
