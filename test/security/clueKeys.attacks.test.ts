import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Standing } from "../../schema/contract/standing";
import { newest, newGeneration } from "../../subgraphs/trust/clue/custodyKeys";
import { KeyFolder } from "../../subgraphs/trust/clue/keyFolder";
import { createKeys, endGeneration, rotateKeys } from "../../subgraphs/trust/clue/keyKeeping";
import { vouchFor } from "../../subgraphs/trust/clue/voucher";
import {
  aClue,
  CLUES,
  type ClueHands,
  clueHands,
  clueUntil,
  codeOf,
  read,
  recordOf,
  seen,
  withoutJournal,
} from "../support/clueCustody";
import { borrowPlatform, type TestPlatform } from "../support/platform";
import { askSubgraph } from "./playClues";

let platform: TestPlatform;
let hands: ClueHands;
let neighbours: ClueHands;
let keys: KeyFolder;

beforeAll(async () => {
  platform = await borrowPlatform();
  hands = await clueHands(platform);
  neighbours = await clueHands(platform, "990102");
  keys = new KeyFolder(platform.tiers.county.keysDir);
});

const fileOf = (custody: string, kind = "private") => join(keys.path, kind, `${custody.replace(":", ".")}.json`);
const without = async (file: string, work: () => Promise<void>) => {
  renameSync(file, `${file}.away`);
  try {
    await work();
  } finally {
    renameSync(`${file}.away`, file);
  }
};

describe("keys", () => {
  test("a missing key is a refusal that names its custody, and changes nothing", async () => {
    const clue = await clueUntil(hands, "APPROVED");
    const before = await withoutJournal(platform);
    await without(fileOf("990101:INSPECTION"), async () => {
      expect(await read(hands.registrar, clue.id)).toMatchObject({
        code: "CUSTODY_KEY_MISSING",
        subject: "990101:INSPECTION",
      });
      expect(await codeOf(hands.registrar.tries("registerTierClue", aClue()))).toBe("CUSTODY_KEY_MISSING");
      expect(await codeOf(hands.clearing.tries("moveTierClue", { ...clue, command: "REFER" }))).toBe(
        "CUSTODY_KEY_MISSING",
      );
    });
    await without(fileOf("990101:DISCIPLINE", "public"), async () => {
      const { refusal } = await hands.clearing.tries("moveTierClue", { ...clue, command: "REFER" });
      expect(refusal).toMatchObject({ code: "CUSTODY_KEY_MISSING", subject: "990101:DISCIPLINE" });
    });
    await without(join(keys.path, "tier.json"), async () => {
      expect(await read(hands.registrar, clue.id)).toMatchObject({ code: "CUSTODY_KEY_MISSING", subject: "tier" });
      for (const query of [CLUES, "{ countyClueAlerts { nodes { clueId } } }", "{ countyCustodyKeys { custody } }"]) {
        expect((await hands.registrar.ask(query)).errors).toMatchObject([{ extensions: { code: "TIER_UNAVAILABLE" } }]);
      }
      expect(await codeOf(hands.registrar.tries("registerTierClue", aClue()))).toBe("CUSTODY_KEY_MISSING");
    });
    expect(await withoutJournal(platform)).toEqual(before);
    expect((await read(hands.registrar, clue.id)).text).toBe(aClue().text);
  });

  test("who lacks the public part of somebody in the chain is told whose it is, and not that the clue was tampered with", async () => {
    const { id } = await clueUntil(hands, "RECEIVED");
    for (const [custody, by] of [
      ["990101:DISCIPLINE", hands.registrar],
      ["990101:INSPECTION", hands.proposing],
    ] as const) {
      await without(fileOf(custody, "public"), async () => {
        expect(await read(by, id)).toMatchObject({ code: "CUSTODY_KEY_MISSING", subject: custody });
        // nor does the list call it broken
        expect(await seen(by, id)).toMatchObject({ chainHolds: null, chainLacksKeyOf: custody });
      });
      expect((await read(by, id)).text).toBe(aClue().text);
      expect(await seen(by, id)).toMatchObject({ chainHolds: true, chainLacksKeyOf: null });
    }
  });

  test("with a key whose public part nobody has nothing is sealed or signed: it could never be verified", async () => {
    const approved = await clueUntil(hands, "APPROVED");
    const before = await withoutJournal(platform);
    const file = fileOf("990101:INSPECTION");
    const { custody, generations } = JSON.parse(readFileSync(file, "utf8"));
    const fresh = vouchFor(custody, newGeneration(new Date().toISOString()), generations[0]);
    // a rotation that was broken off, or a file that was brought without its public part
    writeFileSync(file, JSON.stringify({ custody, generations: [fresh, ...generations] }));
    expect((await hands.registrar.tries("registerTierClue", aClue())).refusal).toMatchObject({
      code: "CUSTODY_KEY_WRONG",
      subject: "990101:INSPECTION",
    });
    expect(await codeOf(hands.clearing.tries("moveTierClue", { ...approved, command: "REFER" }))).toBe(
      "CUSTODY_KEY_WRONG",
    );
    expect(await withoutJournal(platform)).toEqual(before);
    // what was sealed before opens, and the operator goes on with the command that was broken off
    expect((await read(hands.registrar, approved.id)).text).toBe(aClue().text);
    rotateKeys(keys, "990101:INSPECTION", new Date().toISOString());
    const [clue] = await hands.registrar.does("registerTierClue", aClue());
    expect((await read(hands.registrar, clue?.id as string)).text).toBe(aClue().text);
  });

  test("a wrong key opens nothing", async () => {
    const { id } = await clueUntil(hands, "REGISTERED");
    const file = fileOf("990101:INSPECTION");
    const right = readFileSync(file, "utf8");
    const { id: generation } = JSON.parse(right).generations[0];
    const elsewhere = new KeyFolder(join(keys.path, "elsewhere"));
    createKeys(elsewhere, ["990101:INSPECTION"], new Date().toISOString());
    const other = elsewhere.keysOf("990101:INSPECTION");
    const wrong = { ...other, generations: other.generations.map((each) => ({ ...each, id: generation })) };
    try {
      writeFileSync(file, JSON.stringify(wrong, undefined, 2));
      expect(await read(hands.registrar, id)).toMatchObject({
        code: "CUSTODY_KEY_WRONG",
        subject: "990101:INSPECTION",
      });
      const step = hands.clearing.tries("moveTierClue", { id, version: 1, command: "APPROVE" });
      expect(await codeOf(step)).toBe("CUSTODY_KEY_WRONG");
      writeFileSync(file, "{ damaged");
      expect(await read(hands.registrar, id)).toMatchObject({
        code: "CUSTODY_KEY_WRONG",
        subject: "990101:INSPECTION",
      });
    } finally {
      writeFileSync(file, right);
    }
    expect((await read(hands.registrar, id)).text).toBe(aClue().text);
  });

  test("are rotated: what they open is wrapped anew when it is opened, until nothing needs the old one", async () => {
    const { id } = await clueUntil(neighbours, "REGISTERED");
    const custody = "990102:INSPECTION";
    const state = async () =>
      (await neighbours.registrar.ask("{ countyCustodyKeys { custody ready generations { id inUse clues } } }")).data
        .countyCustodyKeys;
    const [old] = keys.keysOf(custody).generations;
    rotateKeys(keys, custody, new Date().toISOString());
    expect(await state()).toMatchObject([
      {
        custody,
        ready: true,
        generations: [
          { inUse: true, clues: 0 },
          { id: old?.id, inUse: false, clues: 1 },
        ],
      },
    ]);
    expect((await read(neighbours.registrar, id)).text).toBe(aClue().text);
    expect(await state()).toMatchObject([{ generations: [{ clues: 1 }, { clues: 0 }] }]);
    endGeneration(keys, custody, old?.id as string);
    expect((await read(neighbours.registrar, id)).text).toBe(aClue().text);
    expect((await seen(neighbours.registrar, id)).chainHolds).toBe(true);
    await without(fileOf(custody), async () =>
      expect(await state()).toMatchObject([{ ready: false, generations: [] }]),
    );
  });

  test("that are older are counted in full by whoever asks, and for reporters too: by what somebody may not see none is ended", async () => {
    const custody = "990102:INSPECTION";
    const { id } = await clueUntil(neighbours, "REGISTERED", aClue({ reporter: "来信人（虚构）" }));
    const [old] = keys.keysOf(custody).generations;
    rotateKeys(keys, custody, new Date().toISOString());
    const standing = (recusals: Standing["recusals"]): Standing => ({
      ...{ person: neighbours.clearing.person, tier: "COUNTY", office: "990102", roles: ["CUSTODIAN"] },
      ...{ recusals, rightsEpoch: 1 },
    });
    const counts = async (recusals: Standing["recusals"]): Promise<number[]> => {
      const body = JSON.stringify({ query: "{ countyCustodyKeys { generations { clues } } }" });
      const { data } = await askSubgraph(platform, "county", standing(recusals), body);
      return data.countyCustodyKeys[0].generations.map(({ clues }: { clues: number }) => clues);
    };
    const recused = [{ scope: "REGION", subject: "990101001" }] satisfies Standing["recusals"];
    const [, before] = await counts([]);
    expect(before).toBeGreaterThan(0);
    expect((await counts(recused))[1]).toBe(before);
    // as it was where a clue's key was wrapped anew and its reporter's was not
    const newer = newest(keys.keysOf(custody)).id;
    await platform.sql("county", "update clue_key set generation = $2 where clue_id = $1", [id, newer]);
    expect((await counts([])).slice(0, 2)).toEqual([1, before]);
    // of the one in use nobody learns what is hidden
    expect((await counts(recused)).slice(0, 2)).toEqual([0, before]);
    await platform.sql("county", "update clue_key set generation = $2 where clue_id = $1", [id, old?.id]);
    await read(neighbours.registrar, id);
    expect((await counts([])).slice(0, 2)).toEqual([1, (before as number) - 1]);
    endGeneration(keys, custody, old?.id as string);
    const REPORTER = "query R($id: ID!) { countyClueReporter(id: $id) { ... on CountyClueReporter { identity } } }";
    const { data } = await neighbours.registrar.ask(REPORTER, { id });
    expect(data.countyClueReporter).toEqual({ identity: "来信人（虚构）" });
  });
});

describe("a sealed clue", () => {
  const custody = "990102:INSPECTION";
  const REPORTER = `query R($id: ID!) { countyClueReporter(id: $id) { __typename ... on Refusal { code subject remedyEn }
    ... on CountyClueReporter { identity } } }`;
  const reporterOf = async (id: string) => (await neighbours.registrar.ask(REPORTER, { id })).data.countyClueReporter;
  const sealed = async (): Promise<string> => {
    const { id, version } = await clueUntil(neighbours, "REGISTERED", aClue({ reporter: "来信人（虚构）" }));
    expect(await reporterOf(id)).toEqual({ __typename: "CountyClueReporter", identity: "来信人（虚构）" });
    await neighbours.clearing.does("moveTierClue", { id, version, command: "SEAL", note: "归档。（虚构）" });
    return id;
  };

  test("tells nobody any more who reported it, and that somebody asked is in its record", async () => {
    const id = await sealed();
    expect(await reporterOf(id)).toMatchObject({ __typename: "Refusal", code: "CLUE_SEALED", subject: id });
    const [last] = await recordOf(neighbours.registrar, id);
    expect(last).toBe(`ClueReporterRead ${neighbours.registrar.person}`);
    expect((await hands.registrar.ask(REPORTER, { id })).data.countyClueReporter).toBeNull();
  });

  test("holds no older generation of keys: who sees it in the list wraps it anew, and its reporter", async () => {
    const id = await sealed();
    const [old] = keys.keysOf(custody).generations;
    rotateKeys(keys, custody, new Date().toISOString());
    const countOfOld = async () => {
      const { data } = await neighbours.registrar.ask("{ countyCustodyKeys { generations { id clues } } }");
      const { generations } = data.countyCustodyKeys[0] as { generations: { id: string; clues: number }[] };
      return generations.find((each) => each.id === old?.id)?.clues;
    };
    const wrapped = () =>
      platform.sql(
        "county",
        `select k.generation as own, r.generation as reporter from clue_key k join clue_reporter r using (clue_id)
         where k.clue_id = $1`,
        [id],
      );
    expect(await countOfOld()).toBeGreaterThan(0);
    // what does not open keeps nobody from the list, and stays as it was
    await without(fileOf(custody), async () => expect((await seen(neighbours.registrar, id)).status).toBe("SEALED"));
    expect(await wrapped()).toEqual([{ own: old?.id, reporter: old?.id }]);
    expect(await seen(neighbours.registrar, id)).toMatchObject({ status: "SEALED", chainHolds: true });
    const { id: present } = newest(keys.keysOf(custody));
    expect(await wrapped()).toEqual([{ own: present, reporter: present }]);
    expect(await countOfOld()).toBe(0);
    endGeneration(keys, custody, old?.id as string);
    expect(await reporterOf(id)).toMatchObject({ code: "CLUE_SEALED" });
    expect(await read(neighbours.registrar, id)).toMatchObject({ code: "CLUE_SEALED" });
  });
});

describe("what a database superuser changes is noticed", () => {
  const TAMPERED: [string, string, string][] = [
    [
      "the sealed text",
      "update clue_part set sealed = set_byte(sealed, 40, 255 - get_byte(sealed, 40)) where clue_id = $1 and number = 1",
      "CLUE_TAMPERED",
    ],
    ["the hash of the sealed text", "update clue set sealed_hash = 'A' where id = $1", "CUSTODY_KEY_WRONG"],
    [
      "the wrapped key",
      "update clue_key set wrapped = set_byte(wrapped, 60, 255 - get_byte(wrapped, 60)) where clue_id = $1",
      "CUSTODY_KEY_WRONG",
    ],
    [
      "the owner of a signature",
      "update clue_custody set from_signature = (select from_signature from clue_custody where clue_id <> $1 limit 1) where clue_id = $1",
      "CLUE_TAMPERED",
    ],
    [
      "the receiver in the chain",
      "update clue_custody set statement = replace(statement, '990101:DISCIPLINE', '990102:DISCIPLINE') where clue_id = $1 and sequence = 2",
      "CLUE_TAMPERED",
    ],
    [
      "an entry taken out of the chain",
      "delete from clue_custody where clue_id = $1 and sequence = 1",
      "CLUE_TAMPERED",
    ],
  ];

  test.each(TAMPERED)("%s", async (_, statement, code) => {
    const { id } = await clueUntil(hands, "RECEIVED");
    // the chain's trigger keeps everybody else from this
    await platform.sql("county", "set session_replication_role = replica");
    await platform.sql("county", statement, [id]);
    await platform.sql("county", "set session_replication_role = origin");
    expect(await read(hands.registrar, id)).toMatchObject({ __typename: "Refusal", code });
    const step = hands.proposing.tries("moveTierClueReceipt", { id, version: 2, command: "RETURN", note: "退回。" });
    expect(await codeOf(step)).toBe(code);
  });

  test("a key that is wrapped for one clue opens no other", async () => {
    const [one, other] = [await clueUntil(hands, "REGISTERED"), await clueUntil(hands, "REGISTERED")];
    await platform.sql(
      "county",
      "update clue_key set wrapped = (select wrapped from clue_key where clue_id = $2) where clue_id = $1",
      [one.id, other.id],
    );
    expect(await read(hands.registrar, one.id)).toMatchObject({ code: "CUSTODY_KEY_WRONG" });
  });
});
