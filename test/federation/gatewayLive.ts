import { setTimeout as pause } from "node:timers/promises";
import { CANARY } from "../support/fakeTierSchema";
import { aGate } from "../support/gate";
import { CLERK, STANDING } from "../support/gatewayUnderTest";
import type { RawSocket } from "../support/rawSocket";
import { until } from "../support/until";
import { aPerson, CONDITION, county, following, platform, signedIn, TICKS, tick, wordOf } from "./liveGateway";

describe("a subscription", () => {
  test("begins where it is, and tells what happens in its order, with fields of other subgraphs", async () => {
    const socket = await signedIn();
    const text = "subscription { countyTicks { word finding { title region { code name cityOpen } } } }";
    socket.subscribe("s", text);
    expect(await socket.next()).toMatchObject({ payload: { data: { countyTicks: { word: null } } } });
    tick("one", "two", "three");
    for (const word of ["one", "two", "three"]) {
      expect(await socket.next()).toEqual({
        ...{ id: "s", type: "next" },
        payload: {
          data: {
            countyTicks: {
              ...{
                word,
                finding: { title: "county A", region: { code: "990101", name: expect.any(String), cityOpen: 3 } },
              },
            },
          },
        },
      });
    }
    socket.say({ type: "complete", id: "s" });
    await until("the tier is left alone", () => county().ticks.waiting === 0);
    tick("nobody hears it");
    socket.say({ type: "ping" });
    expect(await socket.next()).toEqual({ type: "pong" });
    await socket.close();
  });

  test("an error of one field is told with its path, masked, and what follows comes all the same", async () => {
    const socket = await signedIn();
    socket.subscribe("s", "subscription { countyTicks { word broken } }");
    const first = await socket.next();
    expect(first.payload.errors).toMatchObject([
      { path: ["countyTicks", "broken"], extensions: { code: "INTERNAL_SERVER_ERROR" } },
    ]);
    expect(first.payload.data).toEqual({ countyTicks: { word: null, broken: null } });
    expect(JSON.stringify(first)).not.toContain(CANARY);
    tick("next");
    expect((await socket.next()).payload.data.countyTicks.word).toBe("next");
    await socket.close();
  });

  test("tells what happens while another tier that knows more of it is away, with what is missing, and all of it afterwards", async () => {
    const socket = await signedIn();
    socket.subscribe("s", "subscription { countyTicks { word finding { title region { cityOpen } } } }");
    await socket.next();
    await platform.tiers.city.down();
    tick("without the city");
    const part = (await socket.next()).payload;
    const finding = { title: "county A", region: { cityOpen: null } };
    expect(part.data).toEqual({ countyTicks: { word: "without the city", finding } });
    const path = ["countyTicks", "finding", "region", "cityOpen"];
    expect(part.errors).toMatchObject([{ path, extensions: { code: "TIER_UNAVAILABLE", tier: "city" } }]);
    await platform.tiers.city.up();
    await until("the city is asked again", async () => {
      tick("again");
      return (await socket.next()).payload.errors === undefined;
    });
    await socket.close();
  });

  test("goes on exactly at a cursor: what happened since, then what happens, nothing twice", async () => {
    const first = await following();
    const started = (await first.next()).payload.data.countyTicks.cursor as string;
    await first.close();
    tick("missed 1", "missed 2");
    const again = await following(undefined, { after: started });
    expect([wordOf(await again.next()), wordOf(await again.next())]).toEqual(["missed 1", "missed 2"]);
    tick("live");
    const live = await again.next();
    expect(wordOf(live)).toBe("live");
    await again.close();
    const later = await following(undefined, { after: live.payload.data.countyTicks.cursor });
    tick("the next");
    expect(wordOf(await later.next())).toBe("the next");
    await later.close();
  });

  test("goes on at the cursor that is the default of its variable, unless another one is given; null is from now on", async () => {
    const first = await following();
    const started = (await first.next()).payload.data.countyTicks.cursor as string;
    tick("since");
    const since = (await first.next()).payload.data.countyTicks.cursor as string;
    await first.close();
    tick("then");
    const text = TICKS.replace("$after: String", `$after: String = "${started}"`);
    const begins = async (variables?: object) => {
      const socket = await signedIn();
      socket.subscribe("s", text, variables);
      const word = wordOf(await socket.next());
      await socket.close();
      return word;
    };
    expect([await begins(), await begins({ after: since }), await begins({ after: null })]).toEqual([
      ...["since", "then", "STARTED"],
    ]);
  });

  test("a condition is decided by its variable, and by the default where that is left out", async () => {
    for (const [variables, asks] of [
      [undefined, true],
      [{ b: false }, false],
      [{ b: true }, true],
    ] as const) {
      const socket = await signedIn();
      socket.subscribe("s", CONDITION, variables);
      expect("word" in (await socket.next()).payload.data.countyTicks).toBe(asks);
      await socket.close();
    }
  });

  test("goes on without a gap where the tier was down, or hangs up; the log says so once", async () => {
    const socket = await following();
    await socket.next();
    const since = platform.log.length;
    await county().down();
    tick("while it was down");
    await pause(300);
    await county().up();
    expect(wordOf(await socket.next())).toBe("while it was down");
    await socket.close();
    const said = platform.log.slice(since).map((line) => JSON.parse(line));
    const silent = said.filter(({ msg }) => /^a tier does not say what happened/.test(msg));
    expect(silent).toMatchObject([{ level: 40, tier: "county", reason: "county: UNREACHABLE" }]);
    expect(JSON.stringify(silent)).not.toContain("stack");
    expect(said.filter(({ msg }) => msg === "a tier says again what happened")).toHaveLength(1);
  });
});

describe("sharing", () => {
  test("equal subscriptions of equal rights are one question, in nobody's name; others are others' own", async () => {
    const [a, b] = [await aPerson("990101.a"), await aPerson("990101.b")];
    const c = await aPerson("990101.c", { recusals: [{ scope: "REGION", subject: "990101001" }] });
    const since = county().to("/live").length;
    const sockets = await Promise.all([a, a, b, b, b, c].map(({ token }) => following(token)));
    for (const socket of sockets) expect(wordOf(await socket.next())).toBe("STARTED");
    await until("two groups wait", () => county().ticks.waiting === 2);
    tick("for all");
    for (const socket of sockets) expect(wordOf(await socket.next())).toBe("for all");
    const askers = county()
      .to("/live")
      .slice(since)
      .map(({ claims }) => claims.standing);
    expect(new Set(askers.map((standing) => standing?.person))).toEqual(new Set(["county:~"]));
    expect(askers.some((standing) => standing?.recusals.length === 1)).toBe(true);
    await until("two groups wait again", () => county().ticks.waiting === 2);
    await Promise.all(sockets.map((socket) => socket.close()));
    await until("nobody waits", () => county().ticks.waiting === 0);
  });

  test("a variable that the text does not declare makes no difference", async () => {
    const since = county().to("/live").length;
    const sockets = await Promise.all(
      [{ x: 1 }, { x: 2 }, { after: null }].map((given) => following(undefined, given)),
    );
    for (const socket of sockets) expect(wordOf(await socket.next())).toBe("STARTED");
    const begun = county()
      .to("/live")
      .slice(since)
      .filter(({ body }) => JSON.parse(body).after === null);
    expect(begun).toHaveLength(1);
    await Promise.all(sockets.map((socket) => socket.close()));
  });

  test("what depends on the person, and what only a person may see, is asked in the own name", async () => {
    const [a, b] = [await aPerson("990101.d"), await aPerson("990101.e", { roles: ["CUSTODIAN"] })];
    const socket = await signedIn(a.token);
    socket.subscribe("s", "subscription { countyTicks { kind commands } }");
    expect((await socket.next()).payload.data.countyTicks.commands).toEqual([a.person]);
    const other = await following(b.token);
    await other.next();
    expect(county().to("/live").at(-1)?.claims.standing?.person).toBe(b.person);
    await Promise.all([socket.close(), other.close()]);
  });
});

describe("rights", () => {
  test("an account that is closed hears nothing more: the socket ends with 4403 in the place of the event", async () => {
    const { person, token } = await aPerson("990101.leaves");
    const [leaves, stays] = [await following(token), await following()];
    await Promise.all([leaves.next(), stays.next()]);
    county().standings.delete(person);
    tick("after it");
    expect(await leaves.ended()).toEqual({ code: 4403, reason: "Forbidden" });
    expect(leaves.heard.map(wordOf)).not.toContain("after it");
    expect(wordOf(await stays.next())).toBe("after it");
    await stays.close();
  });

  test("other rights are another subscription, from the same place on, after a RESYNC", async () => {
    const { person, token } = await aPerson("990101.changes");
    const socket = await following(token);
    await socket.next();
    county().standings.set(person, { ...STANDING, person, roles: ["DIRECTOR"] });
    tick("not with the old rights");
    expect(wordOf(await socket.next())).toBe("RIGHTS_CHANGED");
    tick("with the new rights");
    // the one that told of the change was read with the old rights, and is asked for again by whoever needs it
    let word: string | undefined;
    while (word !== "with the new rights") word = wordOf(await socket.next());
    expect(county().to("/live").at(-1)?.claims.standing?.roles).toEqual(["DIRECTOR"]);
    await socket.close();
  });

  test("while the home tier confirms nobody, events wait, and nothing is lost", async () => {
    const socket = await following();
    await socket.next();
    let go: () => void = () => {};
    county().standingsAfter = new Promise((resolve) => {
      go = resolve;
    });
    tick("waits");
    socket.say({ type: "ping" });
    expect(await socket.next()).toEqual({ type: "pong" });
    expect(socket.heard.map(wordOf)).not.toContain("waits");
    county().standingsAfter = undefined;
    go();
    expect(wordOf(await socket.next())).toBe("waits");
    await socket.close();
  });

  test("what was read long before people are confirmed is read again: it may have been taken back meanwhile", async () => {
    const socket = await following();
    await socket.next();
    let go: () => void = () => {};
    county().standingsAfter = new Promise((resolve) => {
      go = resolve;
    });
    const asked = county().to("/standings").length;
    tick("as it was");
    await until("it is held back", () => county().to("/standings").length > asked);
    const { words } = county().ticks;
    words[words.length - 1] = "as it is";
    await pause(1_100);
    county().standingsAfter = undefined;
    go();
    expect(wordOf(await socket.next())).toBe("as it is");
    expect(socket.heard.map(wordOf)).not.toContain("as it was");
    await socket.close();
  });

  test("a page for which another tier takes long is asked of that tier once, and told as it is by then", async () => {
    const first = await following();
    const after = (await first.next()).payload.data.countyTicks.cursor as string;
    await first.close();
    const words = Array.from({ length: 30 }, (_, i) => `page ${i}`);
    tick(...words, "as it was");
    const { city } = platform.tiers;
    const asked = city.to("/graphql").length;
    const { opened, open } = aGate();
    const socket = await signedIn();
    city.standsStill = opened;
    const selection = "word finding { region { cityOpen } }";
    socket.subscribe("s", `subscription ($after: String) { countyTicks(after: $after) { ${selection} } }`, { after });
    await until("it is read", () => JSON.parse(county().to("/live").at(-1)?.body ?? "{}").after === after);
    // longer than what was read is good for, and counted from when it was read: to sign in takes as long as it takes
    await pause(1_200);
    county().ticks.words[county().ticks.words.length - 1] = "as it is";
    city.standsStill = undefined;
    open();
    for (const word of [...words, "as it is"]) {
      const told = { word, finding: { region: { cityOpen: 3 } } };
      expect((await socket.next()).payload).toEqual({ data: { countyTicks: told } });
    }
    // the greeting of whoever joins now, the page, and what was told otherwise by then
    expect(city.to("/graphql").length - asked).toBe(1 + words.length + 1 + 1);
    await socket.close();
  });

  test("who joins while the tier is silent is asked for again once it speaks: the account may be closed by then", async () => {
    const { person, token } = await aPerson("990101.joins");
    const socket = await signedIn(token);
    await county().down();
    socket.subscribe("late", TICKS);
    await pause(1_200);
    county().standings.delete(person);
    await county().up();
    expect(await socket.ended()).toEqual({ code: 4403, reason: "Forbidden" });
    expect(socket.heard.map(wordOf)).not.toContain("STARTED");
  });

  test("a token that expires ends its socket with 4403", async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const socket = await following(await platform.issuer.tokenOf(CLERK, { exp: seconds + 4 }));
    await socket.next();
    expect(await socket.ended()).toEqual({ code: 4403, reason: "Forbidden" });
  });
});

describe("bounds", () => {
  test("readers that do not read hear RESYNC once they do, with the rights that they have then, and hurt nobody", async () => {
    const [gone, other] = [await aPerson("990101.gone"), await aPerson("990101.other")];
    const quick = await following();
    const [slow, revoked, changed] = [await following(), await following(gone.token), await following(other.token)];
    for (const socket of [quick, slow, revoked, changed]) await socket.next();
    for (const { ws } of [slow, revoked, changed]) ws.pause();
    const large = "x".repeat(200_000);
    for (let i = 0; i < 40; i++) {
      tick(`${i} ${large}`);
      expect(wordOf(await quick.next())).toBe(`${i} ${large}`);
    }
    // nothing happens after it that would have anybody asked for
    county().standings.delete(gone.person);
    county().standings.set(other.person, { ...STANDING, person: other.person, roles: ["DIRECTOR"] });
    for (const { ws } of [slow, revoked, changed]) ws.resume();
    const until = async (socket: RawSocket, last: string) => {
      const words: (string | undefined)[] = [];
      while (words.at(-1) !== last) words.push(wordOf(await socket.next()));
      return words;
    };
    expect((await until(slow, "SLOW_READER")).length).toBeLessThan(40);
    expect(await until(changed, "RIGHTS_CHANGED")).not.toContain("SLOW_READER");
    expect((await revoked.ended()).code).toBe(4403);
    expect(revoked.heard.map(wordOf)).not.toContain("SLOW_READER");
    tick("all");
    for (const socket of [slow, quick, changed]) expect(wordOf(await socket.next())).toBe("all");
    await Promise.all([slow, quick, changed].map((socket) => socket.close()));
  });

  test("more operations than a socket may have, and more different subscriptions than the gateway, are refused one by one", async () => {
    const socket = await signedIn();
    for (let i = 0; i < 51; i++) socket.subscribe(`${i}`, TICKS);
    const refused = await until("one is refused", () => socket.heard.find(({ type }) => type === "error"));
    expect(refused.payload).toMatchObject([{ extensions: { code: "LIMIT_EXCEEDED" } }]);
    await socket.close();
    const many = await signedIn();
    for (let i = 0; i < 21; i++) many.subscribe(`${i}`, `subscription { countyTicks(region: ${i}) { kind } }`);
    const busy = await until("one is refused", () => many.heard.find(({ type }) => type === "error"));
    expect(busy.payload).toMatchObject([{ extensions: { code: "OVERLOADED" } }]);
    expect(many.closed).toBeUndefined();
    // what one person began leaves room for everybody else
    const other = await signedIn((await aPerson("other")).token);
    other.subscribe("s", "subscription { countyTicks(region: 77) { kind } }");
    expect(wordOf(await other.next())).toBe("STARTED");
    await other.close();
    await many.close();
  });

  test("hundreds of sockets that come and go leave nothing behind; a herd waits for one plan", async () => {
    await until("nobody waits", () => county().ticks.waiting === 0);
    const herd = await Promise.all(Array.from({ length: 200 }, () => signedIn()));
    for (const socket of herd) socket.subscribe("s", "subscription Herd { countyTicks { kind } }");
    for (const socket of herd) expect(wordOf(await socket.next())).toBe("STARTED");
    await Promise.all(herd.map((socket) => socket.close()));
    for (let round = 0; round < 3; round++) {
      const sockets = await Promise.all(Array.from({ length: 150 }, () => following()));
      await Promise.all(sockets.map((socket) => socket.next()));
      expect(county().ticks.waiting).toBeLessThanOrEqual(1);
      for (const [i, socket] of sockets.entries()) {
        if (i % 2) socket.ws.terminate();
        else socket.ws.close();
      }
      await Promise.all(sockets.map((socket) => socket.ended()));
    }
    await until("nobody waits", () => county().ticks.waiting === 0);
  });
});
