import type { buildSubgraphSchema } from "@apollo/subgraph";
import { GraphQLError } from "graphql";
import type { InternalClaims } from "../../schema/contract/internalToken";
import type { TierName } from "../../schema/contract/tier";

/** What must never leave the gateway: an address, SQL, a person's row. */
export const CANARY = "SELECT name FROM account -- 10.9.8.7:5432 /srv/canary";

type Resolvers = Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>["resolvers"];

/** One concept and the ways to go wrong, enough to see what the gateway makes of a tier. */
export function fakeSdl(tier: TierName): string {
  const Tier = tier.charAt(0).toUpperCase() + tier.slice(1);
  return `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])
    scalar ${Tier}Date
    input ${Tier}Filter { statuses: [String!], since: ${Tier}Date, limit: Int }
    interface Finding { id: ID!, title: String }
    type ${Tier}Finding implements Finding @key(fields: "id") { id: ID!, title: String, region: Region }
    type Region @key(fields: "code") { code: ID!, ${tier}Open: Int, ${tier}Broken: Int }
    type Query {
      ${tier}Findings(filter: ${Tier}Filter): [${Tier}Finding!]
      ${tier}Person: String
      ${tier}Defect: String
      ${tier}Refusal: String
    }
    type Mutation { ${tier}Close(id: ID!): ${Tier}Finding }
    type ${Tier}Tick { cursor: String!, kind: String!, word: String, finding: ${Tier}Finding, commands: [String!], broken: Int }
    type Subscription { ${tier}Ticks(region: ID, after: String): ${Tier}Tick, ${tier}Tocks: ${Tier}Tick }
  `;
}

export function fakeResolvers(tier: TierName): Resolvers {
  const Tier = tier.charAt(0).toUpperCase() + tier.slice(1);
  const finding = (id: string, code: string) => ({ id, title: `${tier} ${id.slice(-1)}`, region: { code } });
  const rows = [finding(`${tier}:${"A".repeat(22)}`, "990101"), finding(`${tier}:${"B".repeat(22)}`, "990102")];
  return {
    Query: {
      [`${tier}Findings`]: () => rows,
      [`${tier}Person`]: (_: unknown, __: unknown, caller: unknown) => (caller as InternalClaims).standing?.person,
      [`${tier}Defect`]: () => {
        throw new Error(CANARY);
      },
      [`${tier}Refusal`]: () => {
        const fields = [{ path: "id", reason: "unknown", sql: CANARY }];
        const extensions = { code: "FORBIDDEN", fields, roles: ["CLERK"], stacktrace: [CANARY] };
        throw new GraphQLError("没有权限。Forbidden.", { extensions });
      },
    },
    Mutation: { [`${tier}Close`]: (_: unknown, { id }: { id: string }) => rows.find((row) => row.id === id) },
    [`${Tier}Tick`]: {
      finding: () => rows[0],
      commands: (_: unknown, __: unknown, caller: unknown) => [(caller as InternalClaims).standing?.person],
      broken: () => {
        throw new Error(CANARY);
      },
    },
    [`${Tier}Finding`]: {
      __resolveReference: ({ id }: { id: string }) => rows.find((row) => row.id === id),
    },
    Region: {
      __resolveReference: ({ code }: { code: string }) => ({ code }),
      [`${tier}Open`]: () => 3,
      [`${tier}Broken`]: () => {
        throw new Error(CANARY);
      },
    },
  };
}
