import { createHmac, hash, type KeyObject, timingSafeEqual } from "node:crypto";
import type { Standing } from "./standing";
import type { TierName } from "./tier";

/** The header in which the gateway tells a subgraph on whose behalf it asks. Stripped from what comes in from outside. */
export const INTERNAL_TOKEN_HEADER = "x-platform-internal-token";
export const INTERNAL_TOKEN_SECONDS = 30;

export interface InternalClaims {
  /** the subgraph that the token is for */
  audience: TierName;
  /** seconds since 1970, UTC */
  expiresAt: number;
  /** the request id, for the logs of both sides */
  requestId: string;
  /** undefined only where the gateway asks for itself: the standing of a person */
  standing?: Standing;
  /** whether the attestation in the body is the gateway's word: what else stands in a body is the caller's */
  attests?: true;
  /** W3C `traceparent` of the question, where it is traced */
  trace?: string;
}

/** As a text, or as `createSecretKey` gives it: whoever signs or verifies often reads it once. */
type Key = string | KeyObject;

/** Binds claims to one body for one subgraph. HMAC-SHA-256 under a key that this subgraph alone shares with the gateway. */
export function signInternalToken(
  { audience, expiresAt, requestId, standing, attests, trace }: InternalClaims,
  body: string | Buffer,
  key: Key,
): string {
  const own = JSON.stringify({ audience, expiresAt, requestId, attests, trace, body: digest(body) });
  const json = standing ? `${own.slice(0, -1)},"standing":${jsonOf(standing)}}` : own;
  const payload = Buffer.from(json).toString("base64url");
  return `${payload}.${seal(payload, key)}`;
}

const written = new WeakMap<Standing, string>();

/** A standing is one object for as long as it is kept, and nobody changes it. */
function jsonOf(standing: Standing): string {
  let json = written.get(standing);
  if (json === undefined) {
    json = JSON.stringify(standing);
    written.set(standing, json);
  }
  return json;
}

/** @returns the claims, or undefined where the token is forged, expired, for another subgraph or for another body */
export function verifyInternalToken(
  token: string,
  body: string,
  key: Key,
  audience: TierName,
  now: Date,
): InternalClaims | undefined {
  const [payload, signature, rest] = token.split(".");
  if (!payload || !signature || rest !== undefined) return undefined;
  if (!equal(signature, seal(payload, key))) return undefined;
  const signed = parse(payload);
  if (!signed) return undefined;
  const { body: bound, ...claims } = signed;
  const seconds = now.getTime() / 1000;
  const fresh = claims.expiresAt > seconds && claims.expiresAt <= seconds + 2 * INTERNAL_TOKEN_SECONDS;
  return fresh && claims.audience === audience && bound === digest(body) ? claims : undefined;
}

function parse(payload: string): (InternalClaims & { body: string }) | undefined {
  try {
    const signed: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    return signed && typeof signed === "object" ? (signed as InternalClaims & { body: string }) : undefined;
  } catch {
    return undefined;
  }
}

function digest(body: string | Buffer): string {
  return hash("sha256", body, "base64url");
}

function seal(payload: string, key: Key): string {
  return createHmac("sha256", key).update(payload).digest("base64url");
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
