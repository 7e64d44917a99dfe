import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepKeys } from "../../scripts/keys";
import type { Custody } from "../../subgraphs/domain/clue/custody";
import { type CustodyEntry, countersign, examineChain, stateCustody } from "../../subgraphs/trust/clue/chain";
import {
  type CustodyKeys,
  newest,
  newGeneration,
  publicOf,
  unwrappingKey,
  wrappingKey,
} from "../../subgraphs/trust/clue/custodyKeys";
import { DoesNotOpen, hashOfSealed, newKey, open, seal, unwrap, wrap } from "../../subgraphs/trust/clue/envelope";
import { KeyFault, KeyFolder } from "../../subgraphs/trust/clue/keyFolder";
import { marksOf, newTierSecret, openAlert, retryMark, sealAlert } from "../../subgraphs/trust/clue/tierSecret";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clue-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NOW = new Date("2026-11-26T00:00:00Z");
const [SENDER, RECEIVER] = ["990101:INSPECTION", "990101:DISCIPLINE"] as const satisfies Custody[];
const PASSPHRASE = "四个字的口令不够长，这个够了";

function keep(...argv: string[]): Promise<string> {
  return keepKeys(argv, { PLATFORM_DATA: folder }, NOW, async () => PASSPHRASE);
}
const keysOfCounty = () => new KeyFolder(join(folder, "keys", "county"));

describe("an envelope", () => {
  const binding = { clue: "county:A", number: 1, owner: SENDER };

  test("opens by its key and its binding, whatever the order of the binding", () => {
    const key = newKey();
    const sealed = seal("内容", key, binding);
    expect(open(sealed, key, { owner: SENDER, number: 1, clue: "county:A" })).toBe("内容");
  });

  test("says nothing of its text, and little of its length", () => {
    const key = newKey();
    const [short, long] = ["一", "一".repeat(150)].map((text) => seal(text, key, binding)) as [Buffer, Buffer];
    expect(short.length).toBe(long.length);
    expect(seal("一", key, binding).equals(short)).toBe(false);
    expect(short.includes("一")).toBe(false);
  });

  test("opens by no other key, in no other place, and not with a byte changed or cut off", () => {
    const key = newKey();
    const sealed = seal("内容", key, binding);
    const flipped = Array.from(sealed.keys(), (i) => {
      const copy = Buffer.from(sealed);
      copy[i] = (copy[i] as number) ^ 1;
      return copy;
    });
    for (const wrong of flipped) expect(() => open(wrong, key, binding)).toThrow(DoesNotOpen);
    expect(() => open(sealed.subarray(0, -1), key, binding)).toThrow(DoesNotOpen);
    expect(() => open(Buffer.alloc(8), key, binding)).toThrow(DoesNotOpen);
    expect(() => open(sealed, newKey(), binding)).toThrow(DoesNotOpen);
    expect(() => open(sealed, key, { ...binding, number: 2 })).toThrow(DoesNotOpen);
    expect(() => open(sealed, key, { ...binding, clue: "county:B" })).toThrow(DoesNotOpen);
  });

  test("a wrapped key is for one recipient and one binding", () => {
    const [mine, other] = [newGeneration(NOW.toISOString()), newGeneration(NOW.toISOString())];
    const key = newKey();
    const wrapped = wrap(key, wrappingKey(mine), binding);
    expect(unwrap(wrapped, unwrappingKey(mine), binding).equals(key)).toBe(true);
    expect(wrap(key, wrappingKey(mine), binding).equals(wrapped)).toBe(false);
    expect(() => unwrap(wrapped, unwrappingKey(other), binding)).toThrow(DoesNotOpen);
    expect(() => unwrap(wrapped, unwrappingKey(mine), { ...binding, owner: RECEIVER })).toThrow(DoesNotOpen);
    expect(() => unwrap(Buffer.alloc(0), unwrappingKey(mine), binding)).toThrow(DoesNotOpen);
    expect(() => unwrap(Buffer.alloc(92), unwrappingKey(mine), binding)).toThrow(DoesNotOpen);
  });
});

describe("a chain of custody", () => {
  const keysFor = (custody: Custody): CustodyKeys => ({ custody, generations: [newGeneration(NOW.toISOString())] });
  const [sender, receiver] = [keysFor(SENDER), keysFor(RECEIVER)];
  const keysOf = (custody: Custody) => [sender, receiver].map(publicOf).find((keys) => keys.custody === custody);
  const [clue, sealed, at] = ["county:A", hashOfSealed(Buffer.from("x")), NOW.toISOString()];
  const first = stateCustody(
    { clue, sequence: 1, event: "REGISTERED", from: SENDER, to: SENDER, sealed, at, previous: "" },
    newest(sender),
  );
  const handed = stateCustody(
    { clue, sequence: 2, event: "REFERRED", from: SENDER, to: RECEIVER, sealed, at, previous: first.hash },
    newest(sender),
  );
  const signed: CustodyEntry = { ...handed, to: countersign(handed, newest(receiver)) };
  const faults = (chain: CustodyEntry[], of = clue, text = sealed) => examineChain(of, chain, text, keysOf).faults;

  test("holds with and without the receiver's signature", () => {
    expect(faults([first, handed])).toEqual([]);
    expect(faults([first, signed])).toEqual([]);
  });

  test.each<[string, () => string[]]>([
    ["is empty", () => faults([])],
    ["lacks its beginning", () => faults([handed])],
    ["is of another clue", () => faults([first, signed], "county:B")],
    ["speaks of another text", () => faults([first, signed], clue, "other")],
    ["has its entries in another order", () => faults([signed, first])],
    [
      "names another receiver than was signed",
      () => faults([first, { ...signed, statement: signed.statement.replace(RECEIVER, "9901:DISCIPLINE") }]),
    ],
    ["bears the sender's signature in the receiver's place", () => faults([first, { ...handed, to: handed.from }])],
    ["is signed by a key that nobody knows", () => faults([first, { ...handed, from: { ...handed.from, key: "A" } }])],
    ["bears another hash", () => faults([first, { ...signed, hash: "A" }])],
    ["is no statement at all", () => faults([{ ...first, statement: "{" }])],
  ])("does not hold where it %s", (_, found) => {
    expect(found()).not.toEqual([]);
  });

  test("of somebody whose key is not at hand says whose, and what contradicts is found all the same", () => {
    const withoutReceiver = (custody: Custody) => (custody === RECEIVER ? undefined : keysOf(custody));
    expect(examineChain(clue, [first, handed], sealed, withoutReceiver)).toEqual({ faults: [], unverified: [] });
    expect(examineChain(clue, [first, signed], sealed, withoutReceiver)).toEqual({
      faults: [],
      unverified: [RECEIVER],
    });
    const nobody = () => undefined;
    expect(examineChain(clue, [first, signed], sealed, nobody)).toEqual({ faults: [], unverified: [SENDER, RECEIVER] });
    const forged = { ...first, from: { ...first.from, signature: handed.from.signature } };
    expect(examineChain(clue, [forged, signed], sealed, withoutReceiver).faults).not.toEqual([]);
    expect(examineChain(clue, [first, { ...signed, hash: "A" }], sealed, nobody).faults).not.toEqual([]);
  });
});

describe("the tier's secret", () => {
  test("gives the same marks to the same people, and to nobody else's secret", () => {
    const secret = newTierSecret();
    const marked = { accounts: ["county:a"], units: ["county:u"], workplaces: [RECEIVER] };
    expect(marksOf(secret, marked)).toEqual(marksOf(secret, marked));
    expect(new Set([...marksOf(secret, marked), ...marksOf(newTierSecret(), marked)]).size).toBe(6);
    expect(marksOf(secret, { accounts: ["x"] })).not.toEqual(marksOf(secret, { units: ["x"] }));
    expect(retryMark(secret, "x")).not.toBe(retryMark(newTierSecret(), "x"));
  });

  test("opens an alert of its own clue alone", () => {
    const secret = newTierSecret();
    const sealed = sealAlert(secret, "county:A", "谁");
    expect(openAlert(secret, "county:A", sealed)).toBe("谁");
    expect(sealed.includes("谁")).toBe(false);
    expect(() => openAlert(secret, "county:B", sealed)).toThrow();
    expect(() => openAlert(newTierSecret(), "county:A", sealed)).toThrow();
  });
});

describe("npm run keys", () => {
  test("makes keys once, for nobody else to read, and tells the other tiers the public part", async () => {
    expect(await keep("create", SENDER, "9901:DISCIPLINE")).toMatch(/Back them up/);
    const file = join(folder, "keys/county/private/990101.INSPECTION.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file);
    await expect(keep("create", SENDER)).rejects.toThrow(/has keys already/);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(keysOfCounty().publicKeysOf("9901:DISCIPLINE").generations).toHaveLength(1);
    expect(() => keysOfCounty().keysOf("9901:DISCIPLINE")).toThrow(KeyFault);
    expect(readFileSync(join(folder, "keys/city/public/990101.INSPECTION.json"), "utf8")).not.toMatch(/Private/);
    expect(await keep("list", "--tier", "county")).toMatch(
      /990101:INSPECTION {2}\S{22} {2}2026\S+ {2}in use\n9901:DIS.*public part only/,
    );
  });

  test("rotates: what was wrapped before opens on, until that generation has ended", async () => {
    await keep("create", SENDER);
    const [old] = keysOfCounty().keysOf(SENDER).generations;
    await keep("rotate", SENDER);
    const keys = keysOfCounty().keysOf(SENDER);
    expect(keys.generations.map(({ id }) => id === old?.id)).toEqual([false, true]);
    await expect(keep("end", SENDER, newest(keys).id)).rejects.toThrow(/is the newest/);
    for (const none of ["A", `-${"A".repeat(21)}`]) {
      await expect(keep("end", SENDER, none)).rejects.toThrow(`no generation ${none}`);
      await expect(keep("end", SENDER, "--", none)).rejects.toThrow(`no generation ${none}`);
    }
    await keep("end", SENDER, old?.id as string);
    expect(keysOfCounty().keysOf(SENDER).generations).toHaveLength(1);
    expect(
      keysOfCounty()
        .publicKeysOf(SENDER)
        .generations.map(({ id }) => id),
    ).toContain(old?.id);
    await expect(keep("rotate", RECEIVER)).rejects.toThrow(/has no keys here/);
  });

  test("a backup brings everything back by its passphrase, and keeps what was made since", async () => {
    await keep("create", SENDER, RECEIVER);
    const secret = keysOfCounty().tierSecret();
    const lost = keysOfCounty().keysOf(RECEIVER);
    const file = join(folder, "backup.json");
    await keep("backup", file, "--tier", "county");
    expect(readFileSync(file, "utf8")).not.toContain(newest(lost).wrappingPrivate);
    await expect(keep("backup", file, "--tier", "county")).rejects.toThrow(/EEXIST/);
    await keep("rotate", SENDER);
    rmSync(join(folder, "keys/county/private/990101.DISCIPLINE.json"));
    rmSync(join(folder, "keys/county/tier.json"));
    expect(await keep("restore", file, "--tier", "county")).toContain(RECEIVER);
    expect(keysOfCounty().keysOf(RECEIVER)).toEqual(lost);
    expect(keysOfCounty().keysOf(SENDER).generations).toHaveLength(2);
    expect(keysOfCounty().tierSecret()).toEqual(secret);
    const wrong = keepKeys(
      ["restore", file, "--tier", "county"],
      { PLATFORM_DATA: folder },
      NOW,
      async () => "another passphrase",
    );
    await expect(wrong).rejects.toThrow(/does not open: the passphrase is wrong/);
  });

  test.each<[string, string[], RegExp]>([
    ["no command", [], /npm run keys -- create/],
    ["no custody", ["create", "990101:CLERK"], /is no custody/],
    ["an option that there is not", ["list", "--all"], /npm run keys -- create/],
    ["no tier", ["list"], /--tier/],
    ["nothing to back up", ["backup", "/dev/null/x", "--tier", "city"], /no keys here to back up/],
    ["a file of something else", ["trust", "/dev/null", "--tier", "city"], /holds no public keys/],
    ["no backup", ["restore", "/dev/null", "--tier", "city"], /is no backup/],
  ])("says what is wrong with %s, and changes nothing", async (_, argv, words) => {
    await expect(keep(...argv)).rejects.toThrow(words);
    expect(new KeyFolder(join(folder, "keys/city")).list("private")).toEqual([]);
  });

  test("a short passphrase, a damaged file, another tier's backup and an open file are refused", async () => {
    await keep("create", SENDER);
    const short = keepKeys(
      ["backup", join(folder, "b"), "--tier", "county"],
      { PLATFORM_DATA: folder },
      NOW,
      async () => "short",
    );
    await expect(short).rejects.toThrow(/12 characters/);
    const file = join(folder, "county.json");
    await keep("backup", file, "--tier", "county");
    await keep("create", "99:DISCIPLINE");
    await expect(keep("restore", file, "--tier", "province")).rejects.toThrow(/another tier/);
    const own = join(folder, "keys/county/private/990101.INSPECTION.json");
    chmodSync(own, 0o644);
    expect(() => keysOfCounty().keysOf(SENDER)).toThrow("the key of 990101:INSPECTION is open to other accounts");
    chmodSync(own, 0o600);
    writeFileSync(own, readFileSync(own, "utf8").replace(SENDER, RECEIVER));
    expect(() => keysOfCounty().keysOf(SENDER)).toThrow("the key of 990101:INSPECTION is damaged");
    writeFileSync(own, "{");
    expect(() => keysOfCounty().keysOf(SENDER)).toThrow("damaged");
  });

  test("takes over the public part that another machine has exported", async () => {
    await keep("create", SENDER);
    const exported = join(folder, "exported.json");
    writeFileSync(exported, await keep("export", SENDER));
    const there = join(folder, "there");
    const trust = keepKeys(["trust", exported, "--tier", "city"], { CLUE_KEYS_DIR: there }, NOW, async () => "");
    expect(await trust).toMatch(/1 public generation/);
    expect(new KeyFolder(there).publicKeysOf(SENDER)).toEqual(publicOf(keysOfCounty().keysOf(SENDER)));
  });
});
