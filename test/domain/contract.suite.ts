import { createHmac } from "node:crypto";
import fc from "fast-check";
import { decodeCursor, encodeCursor } from "../../schema/contract/cursor";
import { derivedId, homeTierOfAccount, isId, newId, tierOfId } from "../../schema/contract/ids";
import {
  INTERNAL_TOKEN_SECONDS,
  type InternalClaims,
  signInternalToken,
  verifyInternalToken,
} from "../../schema/contract/internalToken";
import { isTierName, nameOfTier, TIER_NAMES, TIERS, tierOfName } from "../../schema/contract/tier";

/** What a stranger may send: letters, bytes, and what looks encoded. */
const garbage = fc.oneof(
  fc.string(),
  fc.base64String(),
  fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("utf8")),
);

describe("an internal token", () => {
  const KEY = "k".repeat(32);
  const BODY = '{"query":"{ viewer { id } }"}';
  const NOW = new Date("2026-03-01T02:03:04.500Z");
  const claims: InternalClaims = {
    audience: "county",
    expiresAt: NOW.getTime() / 1000 + INTERNAL_TOKEN_SECONDS,
    requestId: "request-1",
    standing: {
      person: "county:990101.clerk",
      tier: "COUNTY",
      office: "990101",
      roles: ["CLERK"],
      recusals: [{ scope: "UNIT", subject: "county:AAAAAAAAAAAAAAAAAAAAAA" }],
      rightsEpoch: 4,
    },
  };
  const verify = (token: string, body = BODY) => verifyInternalToken(token, body, KEY, "county", NOW);
  const sealed = (payload: string) => `${payload}.${createHmac("sha256", KEY).update(payload).digest("base64url")}`;

  test("gives back what was signed, whatever the letters of the body", () => {
    expect(verify(signInternalToken(claims, BODY, KEY))).toEqual(claims);
    const chinese = '{"query":"{ 问题 }"}';
    expect(verify(signInternalToken(claims, chinese, KEY), chinese)).toEqual(claims);
    const { standing: _, ...ownErrand } = claims;
    expect(verify(signInternalToken(ownErrand, "", KEY), "")).toEqual(ownErrand);
  });

  test("is nothing with another signature", () => {
    const [payload, signature] = signInternalToken(claims, BODY, KEY).split(".") as [string, string];
    const other = signature[0] === "A" ? "B" : "A";
    for (const forged of [other + signature.slice(1), signature.slice(1), `${signature}A`, "A", "签".repeat(43)]) {
      expect(verify(`${payload}.${forged}`)).toBeUndefined();
    }
  });

  test("is nothing where its claims were changed under the old signature", () => {
    const [, signature] = signInternalToken(claims, BODY, KEY).split(".");
    const promoted = { ...claims, standing: { ...claims.standing, roles: ["DIRECTOR"] } } as InternalClaims;
    const [payload] = signInternalToken(promoted, BODY, "x".repeat(32)).split(".");
    expect(verify(`${payload}.${signature}`)).toBeUndefined();
  });

  test("is nothing under another subgraph's key", () => {
    expect(verify(signInternalToken(claims, BODY, "o".repeat(32)))).toBeUndefined();
  });

  test("is nothing to another subgraph, even under the same key", () => {
    const token = signInternalToken(claims, BODY, KEY);
    expect(verifyInternalToken(token, BODY, KEY, "city", NOW)).toBeUndefined();
  });

  test.each(["", `${BODY} `, BODY.toUpperCase()])("is nothing for another body: %p", (body) => {
    expect(verify(signInternalToken(claims, BODY, KEY), body)).toBeUndefined();
  });

  test.each([
    ["is accepted while it is fresh", 1, true],
    ["is accepted where the gateway's clock is ahead by less than its life", 2 * INTERNAL_TOKEN_SECONDS, true],
    ["is nothing in the second it expires", 0, false],
    ["is nothing after it expired", -1, false],
    ["is nothing where it would be valid for too long", 2 * INTERNAL_TOKEN_SECONDS + 1, false],
    ["is nothing where it would never expire", Number.MAX_SAFE_INTEGER, false],
  ])("%s", (_when, seconds, accepted) => {
    const token = signInternalToken({ ...claims, expiresAt: NOW.getTime() / 1000 + seconds }, BODY, KEY);
    expect(verify(token) !== undefined).toBe(accepted);
  });

  test.each([undefined, null, "soon", {}, [9e9]])("is nothing with %p for an expiry", (expiresAt) => {
    expect(verify(signInternalToken({ ...claims, expiresAt } as never, BODY, KEY))).toBeUndefined();
  });

  test("has two parts", () => {
    const token = signInternalToken(claims, BODY, KEY);
    const [payload] = token.split(".");
    for (const text of [`${token}.`, `${token}.x`, payload as string, `${payload}.`, `.${token}`, ".", "..", ""]) {
      expect(verify(text)).toBeUndefined();
    }
  });

  test("is never made of garbage, and garbage never throws", () => {
    fc.assert(
      fc.property(garbage, (text) => {
        expect(verify(text)).toBeUndefined();
        expect(verify(`${text}.${text}`)).toBeUndefined();
      }),
    );
  });

  test.each(["", "7", '"county"', "[]", "{}", '{"audience":"county"}', "not JSON", "null", '{"audience":"county"'])(
    "is nothing where the seal is right and the claims are %p",
    (text) => {
      expect(verify(sealed(Buffer.from(text).toString("base64url")))).toBeUndefined();
    },
  );
});

const SOME_ID = newId("COUNTY");

describe("a cursor", () => {
  const instants = fc
    .tuple(fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }), fc.nat(999))
    .map(([date, micros]) => `${date.toISOString().slice(0, -1)}${String(micros).padStart(3, "0")}Z`);

  test("comes back with its microseconds and its id", () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...TIERS), fc.constantFrom({}, { sort: "DUE" }), (at, tier, sorted) => {
        const key = { at, id: newId(tier), ...sorted };
        expect(decodeCursor(encodeCursor(key))).toEqual(key);
      }),
    );
  });

  test("is opaque: it passes in an address as it is", () => {
    const cursor = encodeCursor({ at: "2026-03-01T02:03:04.567890Z", id: newId("COUNTY") });
    expect(encodeURIComponent(cursor)).toBe(cursor);
  });

  test.each([
    ["no JSON", "["],
    ["a bare word", '"x"'],
    ["nothing", ""],
    ["null", "null"],
    ["an object", `{"at":"2026-03-01T02:03:04.567890Z","id":"${SOME_ID}"}`],
    ["one part", '["2026-03-01T02:03:04.567890Z"]'],
    ["a sort that no list has", `["2026-03-01T02:03:04.567890Z","${SOME_ID}","b"]`],
    ["four parts", `["2026-03-01T02:03:04.567890Z","${SOME_ID}","DUE","DUE"]`],
    ["a number for an id", '["2026-03-01T02:03:04.567890Z",1]'],
    ["milliseconds only", `["2026-03-01T02:03:04.567Z","${SOME_ID}"]`],
    ["another time zone", `["2026-03-01T02:03:04.567890+08:00","${SOME_ID}"]`],
    ["a line feed behind the instant", `["2026-03-01T02:03:04.567890Z\\n","${SOME_ID}"]`],
    ["a day that does not exist", `["2026-02-30T02:03:04.567890Z","${SOME_ID}"]`],
    ["an hour that does not exist", `["2026-03-01T99:03:04.567890Z","${SOME_ID}"]`],
    ["something that is no id", '["2026-03-01T02:03:04.567890Z","a\\u0000b"]'],
    ["SQL", `["2026-03-01' or 1=1 --","${SOME_ID}"]`],
  ])("is not made of %s", (_what, json) => {
    expect(decodeCursor(Buffer.from(json).toString("base64url"))).toBeUndefined();
  });

  test("is never made of garbage, and garbage never throws", () => {
    fc.assert(
      fc.property(garbage, (text) => {
        expect(decodeCursor(text)).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(decodeCursor(Buffer.from(json).toString("base64url"))).toBeUndefined();
      }),
    );
  });
});

describe("an id", () => {
  test.each(TIERS)("of the tier %s says its tier", (tier) => {
    expect(isId(newId(tier))).toBe(true);
    expect(tierOfId(newId(tier))).toBe(tier);
    expect(tierOfId(derivedId(tier, "office", "99"))).toBe(tier);
  });

  test("is new every time", () => {
    expect(new Set(Array.from({ length: 1_000 }, () => newId("CITY"))).size).toBe(1_000);
  });

  test("that is derived is the same for the same facts and another for others", () => {
    expect(derivedId("COUNTY", "unit", "990101", "A1")).toBe(derivedId("COUNTY", "unit", "990101", "A1"));
    const others = [
      derivedId("COUNTY", "unit", "990101", "A1"),
      derivedId("COUNTY", "unit", "990101A1"),
      derivedId("COUNTY", "unit990101", "A1"),
      derivedId("COUNTY", "A1", "990101", "unit"),
      derivedId("CITY", "unit", "990101", "A1"),
    ];
    expect(new Set(others).size).toBe(others.length);
  });

  test.each([
    "",
    "county:",
    "county:AAAAAAAAAAAAAAAAAAAAA",
    "county:AAAAAAAAAAAAAAAAAAAAAAA",
    "county:AAAAAAAAAAAAAAAAAAAAA+",
    "county:AAAAAAAAAAAAAAAAAAAAAA\n",
    " county:AAAAAAAAAAAAAAAAAAAAAA",
    "COUNTY:AAAAAAAAAAAAAAAAAAAAAA",
    "village:AAAAAAAAAAAAAAAAAAAAAA",
    "county:990101.clerk",
  ])("is not %p", (text) => {
    expect(isId(text)).toBe(false);
    expect(tierOfId(text)).toBeUndefined();
  });
});

describe("an account id", () => {
  test.each([
    ["province:99.director", "PROVINCE"],
    ["city:9901.clerk", "CITY"],
    ["county:990101.clerk", "COUNTY"],
    ["county:a-b_c.d", "COUNTY"],
    [`county:${"a".repeat(63)}`, "COUNTY"],
  ])("%s belongs to the tier %s", (id, tier) => {
    expect(homeTierOfAccount(id)).toBe(tier);
  });

  test.each([
    "",
    "county:",
    "county:a",
    "county:.clerk",
    "county:-clerk",
    "county:990101.Clerk",
    "county:990101.clerk\n",
    "county:990101 clerk",
    "county:990101/clerk",
    "county:书记",
    `county:${"a".repeat(64)}`,
    "nation:990101.clerk",
    "constructor:990101.clerk",
    "990101.clerk",
  ])("is not %p", (text) => {
    expect(homeTierOfAccount(text)).toBeUndefined();
  });
});

test("a tier's name is its own and no other word", () => {
  expect(TIER_NAMES).toEqual(["province", "city", "county"]);
  for (const tier of TIERS) expect(tierOfName(nameOfTier(tier))).toBe(tier);
  for (const word of ["PROVINCE", "village", "", "toString"]) expect(isTierName(word)).toBe(false);
});
