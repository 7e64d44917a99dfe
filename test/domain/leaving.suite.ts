import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LEAVING, textsTellingNumber } from "../../subgraphs/domain/leaving/leaving";
import type { MoveDisclosureInput } from "../../subgraphs/tier/disclosure/disclosure.type";
import type { MoveFindingsInput, MoveFindingsOfTargetInput } from "../../subgraphs/tier/finding/finding.type";
import type {
  MoveImmediateActionsInput,
  ProposeImmediateActionsInput,
} from "../../subgraphs/tier/immediateAction/immediateAction.type";
import type { IssueOrdersInput, MoveOrdersInput } from "../../subgraphs/tier/order/order.type";
import type {
  RecallPublicationInput,
  SubmitPublicationsInput,
} from "../../subgraphs/tier/publication/publication.type";
import type { DecidePublicationsInput } from "../../subgraphs/tier/received/received.type";
import type { MoveRectificationInput } from "../../subgraphs/tier/rectification/rectification.type";
import type { SignReviewInput } from "../../subgraphs/tier/rectification/review.type";
import type { MoveReleaseInput, ReleaseResultsInput } from "../../subgraphs/tier/release/release.type";
import type { MoveRoundInput, OpenRoundInput } from "../../subgraphs/tier/round/round.type";
import type {
  AnswerSupervisionInput,
  MoveSupervisionInput,
  ProposeSupervisionInput,
} from "../../subgraphs/tier/supervision/supervision.type";
import type { MoveTargetsInput } from "../../subgraphs/tier/target/target.type";
import type { ProposeVerdictsInput } from "../../subgraphs/tier/verdict/verdict.type";

const CALL = "请联系１３８ ００００ ００００（虚构）";
const CARD = "身份证号110101190001010000（虚构）";
const QUIET = "请按期整改（虚构），文号虚〔2026〕13号";

/** Some of an input, as its type has it: a field that is renamed no longer compiles here. */
type Some<Input> = { [Field in keyof Input]?: Input[Field] extends (infer Item)[] ? Partial<Item>[] : Input[Field] };

/** By hand: change, input, the paths that tell a number. */
const TOLD: [change: string, input: object, paths: string[]][] = [
  ["openRound", { title: CALL } satisfies Some<OpenRoundInput>, ["title"]],
  ["moveRound", { command: "WITHDRAW", note: CALL } satisfies Some<MoveRoundInput>, ["note"]],
  [
    "moveRound",
    { command: "PROPOSE_CORRECTION", correction: { title: CALL } } satisfies Some<MoveRoundInput>,
    ["correction.title"],
  ],
  ["moveTargets", { command: "FEED_BACK", note: CALL } satisfies Some<MoveTargetsInput>, ["note"]],
  ["moveTargets", { command: "PROPOSE_WITHDRAWAL", note: CARD } satisfies Some<MoveTargetsInput>, ["note"]],
  ["moveFindings", { command: "RETURN", note: CALL } satisfies Some<MoveFindingsInput>, ["note"]],
  ["moveFindings", { command: "UPHOLD", note: CALL } satisfies Some<MoveFindingsInput>, ["note"]],
  ["moveFindings", { command: "WITHDRAW", note: CALL } satisfies Some<MoveFindingsInput>, ["note"]],
  ["moveFindings", { command: "PROPOSE_TAKE_BACK", note: CALL } satisfies Some<MoveFindingsInput>, ["note"]],
  ["moveFindings", { command: "TAKE_BACK", note: CARD } satisfies Some<MoveFindingsInput>, ["note"]],
  ["moveFindingsOfTarget", { command: "RETURN", note: CALL } satisfies Some<MoveFindingsOfTargetInput>, ["note"]],
  ["moveFindingsOfTarget", { command: "AGREE", note: CALL } satisfies Some<MoveFindingsOfTargetInput>, []],
  ["moveFindings", { command: "DISMISS", note: CALL } satisfies Some<MoveFindingsInput>, []],
  ["moveFindings", { command: "EXCHANGE_FACTS", note: CALL } satisfies Some<MoveFindingsInput>, []],
  ["moveFindings", { command: "CORRECT", text: textOf(CARD, CALL) }, ["text.title", "text.description"]],
  ["moveFindings", { command: "CORRECT", note: CALL, text: textOf(CARD, CALL, true) }, ["note"]],
  [
    "proposeImmediateActions",
    {
      actions: [{ description: QUIET }, { description: CALL, transferredTo: CARD }],
    } satisfies Some<ProposeImmediateActionsInput>,
    ["actions.1.description", "actions.1.transferredTo"],
  ],
  ["moveImmediateActions", { command: "REPORT_DONE", note: CALL } satisfies Some<MoveImmediateActionsInput>, ["note"]],
  ["moveDisclosure", { command: "WITHDRAW", note: CALL } satisfies Some<MoveDisclosureInput>, ["note"]],
  ["moveRectification", { command: "RETURN_PLAN", note: CALL } satisfies Some<MoveRectificationInput>, ["note"]],
  ["moveRectification", { command: "PROPOSE_TAKE_BACK", note: CALL } satisfies Some<MoveRectificationInput>, ["note"]],
  ["moveRectification", { command: "TAKE_BACK", note: CALL } satisfies Some<MoveRectificationInput>, ["note"]],
  ["moveRectification", { command: "SUBMIT_PLAN", note: CALL } satisfies Some<MoveRectificationInput>, []],
  ["signReview", { opinion: CALL } satisfies Some<SignReviewInput>, ["opinion"]],
  ["proposeVerdicts", { verdicts: [{ note: CALL }] } satisfies Some<ProposeVerdictsInput>, ["verdicts.0.note"]],
  ["submitPublications", { note: CALL } satisfies Some<SubmitPublicationsInput>, ["note"]],
  ["recallPublication", { reason: CALL } satisfies Some<RecallPublicationInput>, ["reason"]],
  ["decidePublications", { command: "RETURN", note: CALL } satisfies Some<DecidePublicationsInput>, ["note"]],
  [
    "issueOrders",
    { title: CALL, request: CARD, basis: CALL } satisfies Some<IssueOrdersInput>,
    ["title", "request", "basis"],
  ],
  ["moveOrders", { command: "DECLINE", note: CALL } satisfies Some<MoveOrdersInput>, ["note"]],
  ["releaseResults", { title: CALL } satisfies Some<ReleaseResultsInput>, ["title"]],
  ["moveRelease", { command: "WITHDRAW", note: CARD } satisfies Some<MoveReleaseInput>, ["note"]],
  [
    "proposeSupervision",
    { title: CALL, checklist: [QUIET, CARD] } satisfies Some<ProposeSupervisionInput>,
    ["title", "checklist.1"],
  ],
  ["moveSupervision", { command: "CONCLUDE", note: CALL } satisfies Some<MoveSupervisionInput>, ["note"]],
  ["answerSupervision", { command: "DECLINE", note: CALL } satisfies Some<AnswerSupervisionInput>, ["note"]],
  ["recordFindings", { findings: [{ title: CALL }] }, []],
];

function textOf(title: string, description: string, confirmedNoPerson = false): MoveFindingsInput["text"] {
  const text = { title, description, focus: "FUNDS", category: "FUNDS", furtherUnitIds: [], confirmedNoPerson };
  return text as unknown as MoveFindingsInput["text"];
}

test.each(TOLD)("%s %j would tell a number at %j", (change, input, paths) => {
  expect(textsTellingNumber(change, input)).toEqual(paths);
  const quiet = JSON.parse(JSON.stringify(input).replaceAll(CALL, QUIET).replaceAll(CARD, QUIET));
  expect(textsTellingNumber(change, quiet)).toEqual([]);
});

test("every text that leaves is in the table by hand", () => {
  const told = TOLD.flatMap(([change, , paths]) => paths.map((path) => `${change} ${path.replace(/\d+/, "*")}`));
  const leaving = Object.entries(LEAVING).flatMap(([change, texts]) => texts.map(({ path }) => `${change} ${path}`));
  expect([...new Set(told)].sort()).toEqual(leaving.sort());
});

test("every change of the table is one that a service carries out", () => {
  const tier = join(__dirname, "../../subgraphs/tier");
  const services = readdirSync(tier, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".service.js"),
  );
  const source = services.map((file) => readFileSync(join(tier, file), "utf8")).join("\n");
  expect(Object.keys(LEAVING).filter((change) => !source.includes(`"${change}"`))).toEqual([]);
});
