import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { TIER_NAMES, type TierName } from "../../../schema/contract/tier";

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])';

/** A county that something happens in, and a city that knows more of what it is about: each event needs both. */
export const LIVE_SDL: Readonly<Record<TierName, string>> = {
  province: `${LINK} type Query { provinceWord: String }`,
  city: `${LINK} type Item @key(fields: "id") { id: ID! title: String place: String }`,
  county: `${LINK}
    type Item @key(fields: "id") { id: ID! }
    type Tick { kind: String! cursor: String! at: Float seq: Int item: Item text: String }
    type Query { countyWord: String }
    type Subscription { countyTicks(channel: Int!, after: String): Tick }`,
};

/** 4 KB in all, as an event with its finding has at most. */
export const TEXT = "动".repeat(1_200);
export const FOLLOW =
  "subscription Follow($channel: Int!) { countyTicks(channel: $channel) { kind at seq cursor item { id title place } text } }";

export function composeLiveGraph(urls: Readonly<Record<TierName, string>>): string {
  const services = TIER_NAMES.map((name) => ({ name, url: `${urls[name]}/graphql`, typeDefs: parse(LIVE_SDL[name]) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.join("\n"));
  return supergraphSdl;
}
