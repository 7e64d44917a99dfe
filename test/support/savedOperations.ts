import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DocumentNode, Kind, parse, separateOperations } from "graphql";
import { TIERS, type Tier } from "../../schema/contract/tier";
import { type Answer, patiently, type Versioned } from "./caller";
import type { TestPlatform } from "./platform";

const FOLDER = join(__dirname, "../../../schema/operations");

/** Those that units.test.ts runs. */
export const RUN_AS_UNIT: readonly string[] = [
  "UnitFeedback",
  "AcknowledgeFeedback",
  "ClaimRectified",
  "TakeClaimBack",
  "ObjectToFeedback",
  "SubmitPlan",
  "ReportRectification",
  "BringProof",
  "FetchFile",
];

/** Those that upgraded.test.ts runs; operations.test.ts runs all others. */
export const RUN_WHERE_UPGRADED: readonly string[] = ["City", "Province"].flatMap((tier) =>
  ["AddTargets", ...RUN_AS_UNIT.filter((name) => name !== "FetchFile")].map((name) => `${name}Of${tier}`),
);

/** Those that clues.test.ts runs. */
export const RUN_AS_CUSTODIAN: readonly string[] = [
  "Clues",
  "ClueText",
  "ClueReporter",
  "ClueRecord",
  "ClueAlerts",
  "CustodyKeys",
  "RegisterClue",
  "MoveClue",
  "MoveClueReceipt",
  "ClueReconciliation",
  "DeclareClues",
];

/** Those that clueTiers.test.ts runs, where the workers run. */
export const RUN_ACROSS_TIERS: readonly string[] = [
  ...["Clues", "ClueText", "ClueRecord", "RegisterClue", "MoveClue", "MoveClueReceipt"].map((name) => `${name}OfCity`),
  ...["Clues", "ClueText", "ClueRecord", "MoveClueReceipt"].map((name) => `${name}OfProvince`),
  "ClueReconciliationOfCity",
  "ClueReconciliationOfProvince",
];

/** Those that exchange.test.ts runs, where the workers run. */
export const RUN_IN_EXCHANGE: readonly string[] = [
  "Received",
  "ReceivedByProvince",
  "ReceivedFindings",
  "ReceivedFigures",
  "WaitingPublications",
  "DecidePublications",
  "Receipts",
  "ExchangeStreams",
  "ExchangeLosses",
  "ReleaseStream",
];

/** Those that secondments.test.ts runs, where the workers run; of the county what is generated. */
export const RUN_WITH_SECONDMENTS: readonly string[] = ["BorrowedToday", "LentToday"];

/** Those that orders.test.ts runs, where the workers run. */
export const RUN_WITH_ORDERS: readonly string[] = [
  "IssueOrders",
  "MoveOrders",
  "OrdersSent",
  "OrdersOverdue",
  "OrdersReceived",
  "OrderInFull",
  "CopiesNotAcknowledged",
];

/** Those that live.test.ts follows. */
export const RUN_LIVE: readonly string[] = ["FollowRegion", "FollowFigures"].flatMap((name) => [
  name,
  `${name}OfCity`,
  `${name}OfProvince`,
]);

/** Those that releases.test.ts runs, where the workers run. */
export const RUN_WITH_RELEASES: readonly string[] = [
  ...["Releases", "ReleasesOfCity", "ReleasesOfProvince", "ReleaseResultsOfCity"],
  ...["MoveReleaseOfCity", "MoveReleaseOfProvince", "ReleasedToUs", "ReleasedToUsOfCity"],
  ...["AcknowledgeReleases", "AcknowledgeReleasesOfCity", "CopiesToOfficesNotAcknowledgedOfCity"],
  "SealedCopies",
];

/** Those that jointSupervision.test.ts runs, where the workers run. */
export const RUN_IN_SUPERVISION: readonly string[] = [
  ...["JointSupervisions", "ProposeSupervision", "InviteToSupervision", "MoveSupervision"],
  ...["InvitedTo", "InvitedToOfCity", "AnswerSupervision", "AnswerSupervisionOfCity"],
  ...["LinkFindings", "LinkFindingsOfCity", "LinkFindingsOfProvince"],
];

/** Those of several tiers' files that are generated from another tier's; operations.test.ts runs each. */
export function generatedOperations(): { name: string; tier: Tier; document: DocumentNode }[] {
  return TIERS.flatMap((tier) =>
    readdirSync(FOLDER)
      .filter((file) => file.endsWith(`.${tier.toLowerCase()}.graphql`))
      .flatMap((file) => Object.entries(separateOperations(parse(readFileSync(join(FOLDER, file), "utf8")))))
      .filter(([name]) => !RUN_LIVE.includes(name))
      .map(([name, document]) => ({ name, tier, document })),
  );
}

/** The saved operations, sent as GraphiQL does: the whole file, the name of one operation, its variables. */
export class SavedOperations {
  private readonly texts = textsByName();
  readonly unused = new Set(this.texts.keys());

  constructor(private readonly platform: TestPlatform) {}

  // biome-ignore lint/suspicious/noExplicitAny: the shape is the operation's
  async run(person: string, operationName: string, variables: object = {}): Promise<any> {
    const answer = await this.try(person, operationName, variables);
    expect(answer.errors).toEqual([]);
    return answer.data;
  }

  /** What comes of it, whether the rules let it or not. */
  async try(person: string, operationName: string, variables: object): Promise<Answer> {
    this.unused.delete(operationName);
    const authorization = `Bearer ${await this.platform.issuer.tokenOf(person)}`;
    const query = this.texts.get(operationName);
    return patiently(() => this.platform.post(JSON.stringify({ query, operationName, variables }), { authorization }));
  }

  /** @returns the objects of a mutation that was not refused */
  async change<Item = Versioned>(person: string, operationName: string, input: object): Promise<[Item, ...Item[]]> {
    const data = await this.run(person, operationName, { input, idempotencyKey: randomUUID() });
    const [outcome] = Object.values(data) as [{ items?: [Item, ...Item[]]; code?: string }];
    expect(outcome.code).toBeUndefined();
    return outcome.items as [Item, ...Item[]];
  }
}

/** Each saved operation with the text of its file. */
function textsByName(): Map<string, string> {
  const named = readdirSync(FOLDER).flatMap((file) => {
    const text = readFileSync(join(FOLDER, file), "utf8");
    return parse(text).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [[definition.name?.value ?? file, text] as const] : [],
    );
  });
  return new Map(named);
}
