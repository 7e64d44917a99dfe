import "reflect-metadata";
import { addResolversToSchema } from "@graphql-tools/schema";
import { getDocumentNodeFromSchema } from "@graphql-tools/utils";
import type { DocumentNode, GraphQLSchema } from "graphql";
import { buildASTSchema, concatAST, parse, print } from "graphql";
import { buildSchemaSync, createResolversMap, type NonEmptyArray } from "type-graphql";
import { TierAttachmentResolver, TierProofResolver } from "./attachment/attachment.resolver";
import { TierClueResolver } from "./clue/clue.resolver";
import {
  TierClueDeclarationResolver,
  TierCluesOfPublication,
  TierCluesOfRound,
  TierCustodyResolver,
} from "./clue/custody.resolver";
import { TierDeadlineResolver } from "./deadline/deadline.resolver";
import { TierDeadlinePolicyResolver } from "./deadline/policy.resolver";
import { TierDeadlinesOfFinding, TierDeadlinesOfTarget } from "./deadline/subjects.resolver";
import { TierDisclosedFindingResolver } from "./disclosure/disclosedFinding.resolver";
import { TierDisclosureResolver } from "./disclosure/disclosure.resolver";
import { TierDisclosure } from "./disclosure/disclosure.type";
import { TierExchangeResolver, TierReceiptsOfPublication, TierReceiptsOfSeal } from "./exchange/exchange.resolver";
import {
  TierFiguresOfRegion,
  TierFiguresOfRound,
  TierFiguresOfTerm,
  TierFiguresResolver,
} from "./figures/figures.resolver";
import { TierCoverageOverTiers } from "./figures/figures.type";
import { overTiersResolvers, overTiersSdl } from "./figures/overTiers";
import { TierOfficeSliceResolver, TierOverdueOfficeResolver } from "./figures/slices.resolver";
import { TierCommonTopicResolver, TierUnitsNotInspectedResolver } from "./figures/topics.resolver";
import { TierFileTicketResolver } from "./files/fileTicket.resolver";
import { TierFindingListResolver, TierPossibleDuplicateResolver } from "./finding/duplicates.resolver";
import { TierFindingResolver } from "./finding/finding.resolver";
import { TierFinding } from "./finding/finding.type";
import { direct } from "./graph/direct";
import { entityResolvers, entitySdl } from "./graph/entities";
import { foreignResolvers, foreignSdl } from "./graph/foreign";
import { documentIn, type ResolverMap, resolversIn } from "./graph/rename";
import { validateArgument } from "./graph/validation";
import { TierImmediateActionResolver } from "./immediateAction/immediateAction.resolver";
import {
  TierImmediateActionsOfFinding,
  TierImmediateActionsOfOffice,
  TierImmediateActionsOfRound,
  TierImmediateActionsOfTarget,
} from "./immediateAction/subjects.resolver";
import { TierInspectionResolver } from "./inspection/inspection.resolver";
import { TierLedgerResolver } from "./ledger/ledger.resolver";
import { NO_STREAM, TierEventResolver, TierFiguresChangeResolver } from "./live/live.resolver";
import { TierObligationResolver, TierObligationsOfTarget } from "./obligation/obligation.resolver";
import { TierOfficeResolver, TierRegionResolver } from "./office/office.resolver";
import { TierOffice } from "./office/office.type";
import { TierOrderResolver } from "./order/order.resolver";
import type { TierProfile } from "./profile";
import { TierPublicationResolver } from "./publication/publication.resolver";
import { TierPublication } from "./publication/publication.type";
import { TierReadersResolver } from "./readers/readers.resolver";
import { TierReceivedFiguresOfRegion, TierReceivedPublicationResolver } from "./received/received.resolver";
import { TierRectificationResolver } from "./rectification/rectification.resolver";
import { TierRectification } from "./rectification/rectification.type";
import { TierRecusalResolver } from "./recusal/recusal.resolver";
import { TierReceivedReleaseResolver } from "./release/received.resolver";
import { TierReleaseResolver } from "./release/release.resolver";
import { TierAuthorisationResolver, TierRoundResolver } from "./round/round.resolver";
import { TierRound } from "./round/round.type";
import { TierSearchResolver } from "./search/search.resolver";
import { TierReceivedSupervisionResolver } from "./supervision/received.resolver";
import { TierSupervisionResolver } from "./supervision/supervision.resolver";
import { TierRoundTargetResolver } from "./target/target.resolver";
import { TierRoundTarget } from "./target/target.type";
import { TierTaxonomyResolver } from "./taxonomy/taxonomy.resolver";
import { TierUnitLeftBehindResolver, TierUnitResolver } from "./unit/unit.resolver";
import { TierUnit } from "./unit/unit.type";
import { TierVerdictResolver } from "./verdict/verdict.resolver";

const KIT = [
  TierAuthorisationResolver,
  TierClueDeclarationResolver,
  TierClueResolver,
  TierCluesOfPublication,
  TierCluesOfRound,
  TierCommonTopicResolver,
  TierCustodyResolver,
  TierDeadlinePolicyResolver,
  TierDeadlineResolver,
  TierDeadlinesOfFinding,
  TierDeadlinesOfTarget,
  TierAttachmentResolver,
  TierProofResolver,
  TierDisclosureResolver,
  TierDisclosedFindingResolver,
  TierEventResolver,
  TierExchangeResolver,
  TierFiguresOfRegion,
  TierFiguresOfRound,
  TierFiguresOfTerm,
  TierFiguresChangeResolver,
  TierFiguresResolver,
  TierFileTicketResolver,
  TierFindingListResolver,
  TierFindingResolver,
  TierImmediateActionResolver,
  TierImmediateActionsOfFinding,
  TierImmediateActionsOfOffice,
  TierImmediateActionsOfRound,
  TierImmediateActionsOfTarget,
  TierInspectionResolver,
  TierObligationResolver,
  TierObligationsOfTarget,
  TierOfficeSliceResolver,
  TierOverdueOfficeResolver,
  TierPossibleDuplicateResolver,
  TierLedgerResolver,
  TierOfficeResolver,
  TierOrderResolver,
  TierPublicationResolver,
  TierReadersResolver,
  TierRectificationResolver,
  TierReceiptsOfPublication,
  TierReceiptsOfSeal,
  TierReceivedFiguresOfRegion,
  TierReceivedPublicationResolver,
  TierReceivedReleaseResolver,
  TierReceivedSupervisionResolver,
  TierReleaseResolver,
  TierRecusalResolver,
  TierRegionResolver,
  TierRoundResolver,
  TierRoundTargetResolver,
  TierSearchResolver,
  TierSupervisionResolver,
  TierTaxonomyResolver,
  TierUnitLeftBehindResolver,
  TierUnitResolver,
  TierUnitsNotInspectedResolver,
  TierVerdictResolver,
];

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@external", "@inaccessible", "@key", "@requires", "@shareable"])';

interface Kit {
  document: DocumentNode;
  resolvers: ResolverMap;
}

/** The kit's schema in one tier's names.
 * @param skipCheck a process that starts trusts the check of the build, which costs a quarter of its schema's time */
function kitIn(profile: TierProfile, skipCheck: boolean): Kit {
  const schema = buildSchemaSync({
    pubSub: NO_STREAM,
    resolvers: KIT as unknown as NonEmptyArray<new () => object>,
    orphanedTypes: [
      TierCoverageOverTiers,
      TierDisclosure,
      TierFinding,
      TierOffice,
      TierPublication,
      TierRectification,
      TierRound,
      TierRoundTarget,
      TierUnit,
    ],
    skipCheck,
    validateFn: validateArgument,
  });
  const resolvers = direct(createResolversMap(schema) as Kit["resolvers"]);
  const own = documentIn(profile.tier, getDocumentNodeFromSchema(schema));
  const named = resolversIn(profile.tier, resolvers);
  for (const added of [foreignResolvers(profile), overTiersResolvers(profile)])
    for (const [type, fields] of Object.entries(added)) named[type] = { ...named[type], ...fields };
  const definitions = [
    ...parse(LINK).definitions,
    ...own.definitions,
    ...foreignSdl(profile),
    ...overTiersSdl(profile),
  ];
  return { document: { ...own, definitions }, resolvers: named };
}

/** The subgraph's SDL, as it is committed and composed. */
export function tierSdl(profile: TierProfile): string {
  return `${print(kitIn(profile, false).document)}\n`;
}

/** What the subgraph executes. What is valid is not asked again by each process that starts: the check composes the same
 * document. */
export function tierSchema(profile: TierProfile): GraphQLSchema {
  const { document, resolvers } = kitIn(profile, true);
  const { Query, ...others } = entityResolvers(profile.tier, () => print(document));
  return addResolversToSchema({
    schema: buildASTSchema(concatAST([document, entitySdl(document)]), { assumeValid: true, assumeValidSDL: true }),
    resolvers: { ...resolvers, ...others, Query: { ...resolvers.Query, ...Query } } as never,
    updateResolversInPlace: true,
  });
}
