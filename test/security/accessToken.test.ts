import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type KeyLike,
  SignJWT,
} from "jose";
import {
  ACCESS_TOKEN_REASONS,
  type AccessTokenError,
  type AccessTokenReason,
  type AccessTokenVerifier,
  createAccessTokenVerifier,
} from "../../gateway/identity/accessToken";

const ISSUER = "https://sign-in.example";
const AUDIENCE = "inspection-platform";
const PERSON = "county:990101.clerk";
const START = Date.parse("2026-03-02T01:00:00Z");
const SECONDS = START / 1000;

interface IssuerKey {
  kid: string;
  privateKey: KeyLike;
  publicKey: KeyLike;
  jwk: JWK;
}

async function anIssuerKey(kid: string, alg = "ES256"): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, use: "sig" } };
}

function aToken(key: IssuerKey, claims: object = {}, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
  return new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: PERSON, iat: SECONDS, exp: SECONDS + 900, ...claims })
    .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: key.kid, ...header })
    .sign(key.privateKey);
}

function handMade(header: object, claims: object, signature = ""): string {
  return [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .concat(signature)
    .join(".");
}

/** An issuer whose keys, clock and health the test holds in its hands. */
class FakeIssuer {
  keys: JWK[] = [];
  down = false;
  asked = 0;
  now = START;

  readonly fetchJson = async (url: string): Promise<unknown> => {
    this.asked++;
    if (this.down) throw new Error("connection refused");
    if (url === `${ISSUER}/keys`) return { keys: this.keys };
    return { issuer: ISSUER, jwks_uri: `${ISSUER}/keys` };
  };

  verifier(options: { jwksUrl?: string } = { jwksUrl: `${ISSUER}/keys` }): AccessTokenVerifier {
    return createAccessTokenVerifier({
      issuer: ISSUER,
      audience: AUDIENCE,
      fetchJson: this.fetchJson,
      now: () => new Date(this.now),
      ...options,
    });
  }

  pass(seconds: number): void {
    this.now += seconds * 1000;
  }
}

async function refusalOf(verify: AccessTokenVerifier, header: string | undefined): Promise<AccessTokenError> {
  const error: AccessTokenError = await verify(header).then(
    (token) => {
      throw new Error(`accepted as ${token.person}`);
    },
    (cause) => cause,
  );
  expect(error.name).toBe("AccessTokenError");
  expect(error.message).toBe(ACCESS_TOKEN_REASONS[error.reason]);
  return error;
}

describe("the access token", () => {
  let key: IssuerKey;
  let issuer: FakeIssuer;
  let verify: AccessTokenVerifier;

  beforeAll(async () => {
    key = await anIssuerKey("first");
  });

  beforeEach(() => {
    issuer = new FakeIssuer();
    issuer.keys = [key.jwk];
    verify = issuer.verifier();
  });

  async function expectRefusal(reason: AccessTokenReason, token: string | Promise<string>): Promise<void> {
    const error = await refusalOf(verify, `Bearer ${await token}`);
    expect(error.reason).toBe(reason);
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain(await token);
  }

  test("of an account says who calls, from which tier, and until when", async () => {
    const header = `Bearer ${await aToken(key)}`;
    const caller = { person: PERSON, tier: "COUNTY", expiresAt: SECONDS + 900 };
    expect(await verify(header)).toEqual(caller);
    expect(await verify(header.replace("Bearer", "bearer"))).toEqual(caller);
  });

  test.each(["RS256", "PS256", "EdDSA"])("signed with %s is accepted", async (alg) => {
    const other = await anIssuerKey("other", alg);
    issuer.keys = [key.jwk, other.jwk];
    expect((await verify(`Bearer ${await aToken(other, {}, { alg })}`)).person).toBe(PERSON);
  });

  test("that is missing is refused as MISSING", async () => {
    expect((await refusalOf(verify, undefined)).reason).toBe("MISSING");
    expect((await refusalOf(verify, "")).reason).toBe("MISSING");
  });

  test.each([
    "Bearer",
    "Bearer ",
    "Bearer abc",
    "Bearer a.b",
    "Bearer a.b.c.d",
    "Bearer a.b.c, Bearer d.e.f",
    "Bearer a.b.c\nX: y",
    "Basic dXNlcjpwYXNz",
    "Bearer bm90.anNvbg.c2ln",
  ])("written as %j is refused as MALFORMED and nobody is asked", async (header) => {
    expect((await refusalOf(verify, header)).reason).toBe("MALFORMED");
    expect(issuer.asked).toBe(0);
  });

  test("longer than any token of ours is refused unread", async () => {
    await expectRefusal("MALFORMED", `${"a".repeat(9000)}.b.c`);
    expect(issuer.asked).toBe(0);
  });

  test("that has expired is refused, clocks five seconds apart are not", async () => {
    await expectRefusal("EXPIRED", aToken(key, { exp: SECONDS - 6 }));
    expect((await verify(`Bearer ${await aToken(key, { exp: SECONDS - 3 })}`)).person).toBe(PERSON);
  });

  test("that is not valid yet is refused", () => expectRefusal("NOT_YET_VALID", aToken(key, { nbf: SECONDS + 60 })));

  test("for a foreign audience is refused", async () => {
    await expectRefusal("WRONG_AUDIENCE", aToken(key, { aud: "another-platform" }));
    await expectRefusal("WRONG_AUDIENCE", aToken(key, { aud: undefined }));
  });

  test("of a foreign issuer is refused", async () => {
    await expectRefusal("WRONG_ISSUER", aToken(key, { iss: "https://elsewhere.example" }));
    await expectRefusal("WRONG_ISSUER", aToken(key, { iss: undefined }));
  });

  test("signed by somebody else under the issuer's key id is refused", async () => {
    await expectRefusal("BAD_SIGNATURE", aToken(await anIssuerKey("first")));
  });

  test("whose claims were changed after signing is refused", async () => {
    const [header, , signature] = (await aToken(key)).split(".");
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: "province:99.director", exp: SECONDS + 900 };
    await expectRefusal("BAD_SIGNATURE", `${header}.${handMade({}, claims).split(".")[1]}.${signature}`);
  });

  test.each(["none", "NONE", "None"])("with alg %s is refused", async (alg) => {
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: PERSON, exp: SECONDS + 900 };
    await expectRefusal("BAD_SIGNATURE", handMade({ alg, typ: "at+jwt" }, claims));
    await expectRefusal("BAD_SIGNATURE", handMade({ alg, typ: "at+jwt", kid: "first" }, claims, "c2ln"));
  });

  test("signed with HS256 under the public key as secret is refused", async () => {
    for (const secret of [await exportSPKI(key.publicKey), JSON.stringify(key.jwk), key.jwk.x ?? ""]) {
      const forged = new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: PERSON, exp: SECONDS + 900 })
        .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: "first" })
        .sign(new TextEncoder().encode(secret));
      await expectRefusal("BAD_SIGNATURE", forged);
    }
  });

  test("that brings its own key in the header is refused", async () => {
    const own = await anIssuerKey("own");
    await expectRefusal("BAD_SIGNATURE", aToken(own, {}, { jwk: own.jwk, jku: "https://elsewhere.example/keys" }));
  });

  test.each([["JWT"], ["id_token"], [undefined]])("of type %s is refused, for it was made for another use", (typ) =>
    expectRefusal("MALFORMED", aToken(key, {}, { typ })),
  );

  test("without an end is refused", () => expectRefusal("MALFORMED", aToken(key, { exp: undefined })));

  test.each([
    ["county:../admin"],
    ["village:990101.clerk"],
    ["990101.clerk"],
    ["county:990101.Clerk"],
    [""],
    [undefined],
    [[PERSON]],
    [42],
  ])("whose subject is %j is no account's", (sub) => expectRefusal("NOT_AN_ACCOUNT", aToken(key, { sub })));

  test("that was accepted a moment ago is not accepted beyond its end", async () => {
    const header = `Bearer ${await aToken(key, { exp: SECONDS + 30 })}`;
    await verify(header);
    issuer.pass(29);
    expect((await verify(header)).person).toBe(PERSON);
    issuer.pass(10);
    expect((await refusalOf(verify, header)).reason).toBe("EXPIRED");
  });
});

describe("the issuer's keys", () => {
  let first: IssuerKey;
  let second: IssuerKey;
  let issuer: FakeIssuer;

  beforeAll(async () => {
    [first, second] = await Promise.all([anIssuerKey("first"), anIssuerKey("second")]);
  });

  beforeEach(() => {
    issuer = new FakeIssuer();
    issuer.keys = [first.jwk];
  });

  test("are found by discovery, once for all who wait", async () => {
    const verify = issuer.verifier({});
    const headers = await Promise.all([1, 2, 3, 4].map(async (jti) => `Bearer ${await aToken(first, { jti })}`));
    await Promise.all(headers.map((header) => verify(header)));
    expect(issuer.asked).toBe(2);
  });

  test("of a new kind are fetched when a token names them, and the old ones leave within ten minutes", async () => {
    const verify = issuer.verifier();
    const old = `Bearer ${await aToken(first)}`;
    await verify(old);
    issuer.keys = [second.jwk];
    issuer.pass(601);
    expect((await verify(`Bearer ${await aToken(second)}`)).person).toBe(PERSON);
    expect((await refusalOf(verify, old)).reason).toBe("BAD_SIGNATURE");
  });

  test("that rotate are known to the gateway after the cool-down", async () => {
    const verify = issuer.verifier();
    await verify(`Bearer ${await aToken(first)}`);
    issuer.keys = [first.jwk, second.jwk];
    issuer.pass(3);
    expect((await verify(`Bearer ${await aToken(second)}`)).person).toBe(PERSON);
    expect(issuer.asked).toBe(2);
  });

  test("are not asked for again for every token with an invented key id", async () => {
    const verify = issuer.verifier();
    for (let i = 0; i < 20; i++) {
      const token = await aToken(second, {}, { kid: `invented-${i}` });
      expect((await refusalOf(verify, `Bearer ${token}`)).reason).toBe("BAD_SIGNATURE");
    }
    expect(issuer.asked).toBe(1);
  });

  test("may come late: while the issuer is down the caller is told so, and it heals by itself", async () => {
    issuer.down = true;
    const verify = issuer.verifier();
    const header = `Bearer ${await aToken(first)}`;
    const refused = await refusalOf(verify, header);
    expect(refused.reason).toBe("ISSUER_UNAVAILABLE");
    expect(refused.message).not.toContain("refused");
    await refusalOf(verify, header);
    expect(issuer.asked).toBe(1);
    issuer.down = false;
    issuer.pass(3);
    expect((await verify(header)).person).toBe(PERSON);
  });

  test("known before serve for an hour while the issuer is down", async () => {
    const verify = issuer.verifier();
    const lasting = { exp: SECONDS + 20_000 };
    await verify(`Bearer ${await aToken(first, lasting)}`);
    issuer.down = true;
    issuer.pass(3_500);
    expect((await verify(`Bearer ${await aToken(first, { ...lasting, jti: "a" })}`)).person).toBe(PERSON);
    issuer.pass(200);
    const tooLate = await refusalOf(verify, `Bearer ${await aToken(first, { ...lasting, jti: "b" })}`);
    expect(tooLate.reason).toBe("ISSUER_UNAVAILABLE");
  });

  test("are not taken from a discovery document of another issuer, nor from one that is broken", async () => {
    for (const document of [{ issuer: "https://elsewhere.example", jwks_uri: `${ISSUER}/keys` }, { keys: 1 }, null]) {
      const verify = createAccessTokenVerifier({
        issuer: ISSUER,
        audience: AUDIENCE,
        now: () => new Date(START),
        fetchJson: async (url) => (url.endsWith("/keys") ? { keys: [first.jwk] } : document),
      });
      expect((await refusalOf(verify, `Bearer ${await aToken(first)}`)).reason).toBe("ISSUER_UNAVAILABLE");
    }
  });
});

describe("over real HTTP", () => {
  let server: Server | undefined;

  afterEach(() => new Promise<void>((done) => (server ? server.close(() => done()) : done())));

  test("an issuer that redirects, answers with an error or is not there is unavailable, one that answers is used", async () => {
    const key = await anIssuerKey("first");
    let status = 302;
    server = createServer((_request, response) => {
      response.writeHead(status, { location: "http://127.0.0.1:1/", connection: "close" });
      response.end(JSON.stringify({ keys: [key.jwk] }));
    });
    await new Promise<void>((listening) => server?.listen(0, "127.0.0.1", listening));
    const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
    const verifier = () =>
      createAccessTokenVerifier({ issuer: ISSUER, audience: AUDIENCE, jwksUrl, now: () => new Date(START) });
    const header = `Bearer ${await aToken(key)}`;
    expect((await refusalOf(verifier(), header)).reason).toBe("ISSUER_UNAVAILABLE");
    status = 500;
    expect((await refusalOf(verifier(), header)).reason).toBe("ISSUER_UNAVAILABLE");
    status = 200;
    expect((await verifier()(header)).person).toBe(PERSON);
    await new Promise((closed) => server?.close(closed));
    server = undefined;
    expect((await refusalOf(verifier(), header)).reason).toBe("ISSUER_UNAVAILABLE");
  });
});
