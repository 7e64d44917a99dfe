import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { homeTierOfAccount } from "../../schema/contract/ids";
import type { Tier } from "../../schema/contract/tier";
import { nameIn } from "../../subgraphs/tier/graph/rename";

export interface AnswerError {
  message: string;
  path?: (string | number)[];
  extensions: { code: string; fields?: { path: string; reason: string }[]; tier?: string; reference?: string };
}

/** What came back over HTTP. `data` is whatever was asked for: the test knows its own query. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's, and a wrong one fails the expectation
  data: any;
  errors: AnswerError[];
}

export interface RefusalAnswer {
  code: string;
  message: string;
  messageEn: string;
  remedy: string;
  remedyEn: string;
  subject: string | null;
  allowed: string[] | null;
}

export interface Versioned {
  id: string;
  version: number;
}

/** A mutation's outcome: the objects, or the refusal, or the errors. */
export interface Outcome {
  items?: Versioned[];
  refusal?: RefusalAnswer;
  answer: Answer;
}

/** The kit's mutations: the type of the input, the concept of the result. A term, a unit, a recusal has no version. */
const MUTATIONS = {
  openTierTerm: ["OpenTermInput", "Term"],
  registerTierUnits: ["RegisterUnitsInput", "Unit", "version"],
  moveTierUnit: ["MoveUnitInput", "Unit", "version"],
  succeedTierUnits: ["SucceedUnitsInput", "Unit", "version"],
  openTierRound: ["OpenRoundInput", "Round", "version"],
  moveTierRound: ["MoveRoundInput", "Round", "version"],
  addTierRoundTargets: ["AddTargetsInput", "RoundTarget", "version"],
  moveTierRoundTargets: ["MoveTargetsInput", "RoundTarget", "version"],
  appointTierTeam: ["AppointTeamInput", "RoundTarget", "version"],
  endTierAppointment: ["EndAppointmentInput", "RoundTarget", "version"],
  proposeTierVerdicts: ["ProposeVerdictsInput", "Verdict", "version"],
  decideTierVerdicts: ["DecideVerdictsInput", "Verdict", "version"],
  recordTierFindings: ["RecordFindingsInput", "Finding", "version"],
  reviseTierFinding: ["ReviseFindingInput", "Finding", "version"],
  clearTierFindingText: ["ClearFindingTextInput", "Finding", "version"],
  proposeTierImmediateActions: ["ProposeImmediateActionsInput", "ImmediateAction", "version"],
  moveTierImmediateActions: ["MoveImmediateActionsInput", "ImmediateAction", "version"],
  moveTierFindingsOfTarget: ["MoveFindingsOfTargetInput", "Finding", "version"],
  moveTierFindings: ["MoveFindingsInput", "Finding", "version"],
  moveTierDisclosure: ["MoveDisclosureInput", "Disclosure", "version"],
  answerTierFeedback: ["AnswerFeedbackInput", "Disclosure", "version"],
  moveTierRectification: ["MoveRectificationInput", "Rectification", "version"],
  signTierReview: ["SignReviewInput", "Rectification", "version"],
  setTierReviewParties: ["SetReviewPartiesInput", "ReviewParty"],
  removeTierAttachment: ["RemoveAttachmentInput", "Attachment", "version"],
  registerTierClue: ["RegisterClueInput", "Clue", "version"],
  moveTierClue: ["MoveClueInput", "Clue", "version"],
  moveTierClueReceipt: ["MoveClueReceiptInput", "Clue", "version"],
  declareTierClues: ["DeclareCluesInput", "ClueDeclaration"],
  submitTierPublications: ["SubmitPublicationsInput", "Publication", "version: revision"],
  recallTierPublication: ["RecallPublicationInput", "Publication", "version: revision"],
  decideTierPublications: ["DecidePublicationsInput", "ReceivedPublication", "version: revision"],
  issueTierOrders: ["IssueOrdersInput", "Order", "version"],
  moveTierOrders: ["MoveOrdersInput", "Order", "version"],
  releaseTierResults: ["ReleaseResultsInput", "Release", "version"],
  moveTierRelease: ["MoveReleaseInput", "Release", "version"],
  acknowledgeTierReleases: ["AcknowledgeReleasesInput", "ReceivedRelease", "version: revision"],
  proposeTierSupervision: ["ProposeSupervisionInput", "Supervision", "version"],
  inviteTierMembers: ["InviteToSupervisionInput", "Supervision", "version"],
  moveTierSupervision: ["MoveSupervisionInput", "Supervision", "version"],
  answerTierSupervision: ["AnswerSupervisionInput", "ReceivedSupervision", "version: revision"],
  linkTierFindings: ["LinkFindingsInput", "Release", "version"],
  releaseTierStream: ["ReleaseStreamInput", "ExchangeStream"],
  declareTierRecusal: ["DeclareRecusalInput", "Recusal"],
  setTierDeadlinePolicy: ["SetDeadlinePolicyInput", "DeadlinePolicy"],
  fulfilTierObligations: ["FulfilObligationsInput", "Obligation", "version"],
  undoTierObligations: ["UndoObligationsInput", "Obligation", "version"],
  endTierRecusal: ["EndRecusalInput", "Recusal"],
} as const satisfies Record<string, readonly [input: string, concept: string, version?: string]>;
export type MutationName = keyof typeof MUTATIONS;

/** Where a busy machine keeps the home tier from vouching for somebody in time, or more is asked at once than is carried out soon,
 * the gateway says when to ask again. */
const LATER = ["STANDING_UNAVAILABLE", "OVERLOADED"];

export async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await ask();
    if (!LATER.includes(answer.errors[0]?.extensions.code ?? "") || tries === 10) return answer;
    await pause(Number(answer.headers.get("retry-after")) * 1_000);
  }
}

/** Where a caller's words go. */
interface Ways {
  gateway(body: string, person: string): Promise<Answer>;
  /** straight to a tier; nothing where only the gateway has what the tier wants besides */
  tier?(body: string, person: string, tier: Tier): Promise<Answer | undefined>;
}

/** One person, asking the gateway; what only builds a scene goes past it. */
export class Caller {
  constructor(
    readonly person: string,
    private readonly ways: Ways,
    /** whose mutations are meant */
    readonly tier = homeTierOfAccount(person) as Tier,
  ) {}

  /** The same person, whose mutations are another tier's unless one is named. */
  workingIn(tier: Tier): Caller {
    return new Caller(this.person, this.ways, tier);
  }

  ask(query: string, variables?: object): Promise<Answer> {
    return this.ways.gateway(JSON.stringify({ query, variables }), this.person);
  }

  /** Tries a mutation of a tier, the own one unless another is named. */
  async tries(mutation: MutationName, input: object, options: { key?: string; tier?: Tier } = {}): Promise<Outcome> {
    const { tier = this.tier } = options;
    const [inputType] = MUTATIONS[mutation];
    const query = `mutation Try($input: ${inputType}!, $key: String!) { outcome: ${fieldOf(tier, mutation)} }`;
    const variables = { input, key: options.key ?? randomUUID() };
    const answer = await patiently(() => this.ask(query, variables)); // its key carries it out once
    const outcome = answer.data?.outcome;
    if (outcome?.__typename === "Refusal") return { refusal: outcome, answer };
    return { items: outcome?.items, answer };
  }

  /** Carries a mutation out.
   * @throws where it was refused or went wrong */
  async does(mutation: MutationName, input: object, options: { key?: string; tier?: Tier } = {}): Promise<Versioned[]> {
    const { items, refusal, answer } = await this.tries(mutation, input, options);
    if (items) return items;
    throw new Error(`${this.person} could not ${mutation}: ${refusal?.code ?? answer.text}`);
  }

  /** Carries mutations out to build a scene, one after the other in one request and past the gateway: nobody asks what happens in
   * between, and how the gateway carries them is tested where they are the matter.
   * @throws where one was refused or went wrong */
  async builds(...steps: readonly (readonly [MutationName, object])[]): Promise<Versioned[][]> {
    const asked = steps.map(([mutation], i) => `$input${i}: ${MUTATIONS[mutation][0]}!, $key${i}: String!`);
    const fields = steps.map(([mutation], i) => `step${i}: ${fieldOf(this.tier, mutation, i)}`);
    const query = `mutation Builds(${asked.join(", ")}) { ${fields.join(" ")} }`;
    const given = steps.flatMap(([, input], i) => [
      [`input${i}`, input],
      [`key${i}`, randomUUID()],
    ]);
    const variables = Object.fromEntries(given);
    const straight = await this.ways.tier?.(JSON.stringify({ query, variables }), this.person, this.tier);
    const { data, text } = straight ?? (await patiently(() => this.ask(query, variables)));
    return steps.map(([mutation], i) => {
      const outcome = data?.[`step${i}`];
      if (outcome?.items) return outcome.items;
      throw new Error(`${this.person} could not ${mutation}: ${outcome?.code ?? text}`);
    });
  }
}

/** @param place tells its variables from those of other mutations of the same request */
function fieldOf(tier: Tier, mutation: MutationName, place: number | "" = ""): string {
  const [, concept, version = ""] = MUTATIONS[mutation] as readonly [string, string, string?];
  return `${nameIn(tier, mutation)}(input: $input${place}, idempotencyKey: $key${place}) { __typename
        ... on Refusal { code message messageEn remedy remedyEn subject allowed }
        ... on ${nameIn(tier, `Tier${concept}List`)} { items { id ${version} } } }`;
}
