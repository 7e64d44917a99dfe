import { randomUUID } from "node:crypto";
import {
  INTERNAL_TOKEN_HEADER,
  INTERNAL_TOKEN_SECONDS,
  signInternalToken,
} from "../../../schema/contract/internalToken";
import { nameOfTier, type TierName } from "../../../schema/contract/tier";
import { GatewayError } from "../../client/gatewayClient";
import type { ChaosPlatform } from "../platform";
import type { Door } from "./doors";
import { standingOf } from "./persons";

/** Each subgraph, asked past the gateway with the internal token of each person: what a gateway that goes wrong could get. */
export function subgraphDoor({ configuration, keys }: Pick<ChaosPlatform, "configuration" | "keys">): Door {
  return {
    way: "subgraph",
    async ask<Data>(...[tier, reader, query, variables]: Parameters<Door["ask"]>): Promise<Data> {
      const audience = nameOfTier(tier);
      const body = JSON.stringify({ query, variables });
      const expiresAt = Math.floor(Date.now() / 1000) + INTERNAL_TOKEN_SECONDS;
      const claims = { audience, expiresAt, requestId: randomUUID(), standing: standingOf(reader) };
      const token = signInternalToken(claims, body, keys[audience]);
      const port = configuration[`${audience.toUpperCase() as Uppercase<TierName>}_PORT`];
      const headers = { "content-type": "application/json", [INTERNAL_TOKEN_HEADER]: token };
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, { method: "POST", headers, body });
      const { data, errors } = (await response.json()) as Answer<Data>;
      const [error] = errors ?? [];
      if (error || !data)
        throw new GatewayError(error?.extensions?.code ?? "INTERNAL_SERVER_ERROR", error?.message ?? "");
      return data;
    },
  };
}

interface Answer<Data> {
  data?: Data;
  errors?: { message: string; extensions?: { code?: string } }[];
}
