import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, isEnumType } from "graphql";
import { inLanguage, percentText } from "../../dashboard/words";
import { en } from "../../dashboard/words/en";
import { zh } from "../../dashboard/words/zh";
import { ROLES } from "../../schema/contract/standing";
import { findingTransitions } from "../../subgraphs/domain/finding/transitions";
import { STATUS_WORDS } from "../../subgraphs/domain/ledger/ledger";
import { KIND_NAMES } from "../../subgraphs/exchange/kinds";

/** Every text of a dictionary with where it stands; one that takes values is asked with some. */
function textsOf(part: object, path = ""): [string, string][] {
  return Object.entries(part).flatMap(([name, value]): [string, string][] => {
    const place = path ? `${path}.${name}` : name;
    if (typeof value === "string") return [[place, value]];
    if (typeof value === "function") return [[place, String((value as (...given: number[]) => string)(3, 4))]];
    return textsOf(value as object, place);
  });
}

const ROOT = join(__dirname, "../../..");

/** Marks that Chinese has in the width of a character. */
const FULL_WIDTH = /[\u3000-\u303f\uff00-\uffef]/;

/** What the pages are written in, without what only explains it. */
function sourcesOfPages(): [file: string, text: string][] {
  const files = readdirSync(join(ROOT, "dashboard"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /\.tsx?$/.test(file) && !/^(words|generated)\b/.test(file))
    .map((file) => {
      const text = readFileSync(join(ROOT, "dashboard", file), "utf8");
      return [file, text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")];
    });
}

/** Which words are a tier's enumerations, by their names there. Some are shown of a part of the values alone. */
const WORDED: Record<string, Record<string, string>> = {
  DeadlineColour: zh.colour,
  SliceGap: zh.gap,
  RoundStatus: zh.roundStatus,
  RoundKind: zh.roundKind,
  RoundTargetStatus: zh.targetStatus,
  FindingCommand: zh.findingCommand,
  OrderStatus: zh.orderStatus,
  TeamRole: zh.teamRole,
  FindingBasis: zh.basis,
  SearchBasis: zh.basis,
  Method: zh.method,
  AssignmentMode: zh.assignmentMode,
  DeadlineClock: zh.clock,
  ObligationKind: zh.obligation,
  ObligationStatus: zh.obligationStatus,
  Evaluation: zh.finding.evaluation,
  ReadingRule: zh.readingRule,
  LiveEventKind: { ...zh.live.kind, STARTED: "not shown", RESYNC: "not shown" },
  UnitAnswer: zh.unitPage.answer,
  RectificationStatus: zh.unitPage.status,
  AdviceReason: zh.finding.adviceReason,
  ObjectionDecision: zh.unitPage.decision,
  ExchangeException: zh.work.exception,
  RoundCommand: zh.work.roundCommand,
  RectificationCommand: zh.work.rectificationCommand,
  DisclosurePurpose: zh.work.feedback.purpose,
  RoundTargetCommand: zh.work.targetCommand,
  PublicationCommand: zh.work.publicationCommand,
  PublicationStatus: zh.work.publicationStatus,
  OrderCommand: zh.exchange.order,
  ReleasePurpose: zh.trays.purpose,
  ReleaseState: zh.trays.releaseState,
  ReleaseCommand: zh.trays.releaseCommand,
  ReleasedField: zh.trays.field,
  SupervisionKind: zh.trays.supervisionKind,
  SupervisionStatus: zh.trays.supervisionStatus,
  SupervisionMemberStatus: zh.trays.memberStatus,
  ReviewRole: zh.role,
  SupervisionCommand: zh.trays.supervisionCommand,
  SupervisionMemberCommand: zh.trays.memberCommand,
  ClueStatus: zh.clues.status,
  ClueCommand: zh.clues.command,
  ClueDisposal: zh.clues.disposalOf,
  ClueOutcome: zh.clues.outcomeOf,
  CadreLevel: zh.clues.cadreLevelOf,
  ClueMatter: zh.clues.matterOf,
  CustodyEvent: zh.clues.event,
};

/** Words for values that come with the data: no page says their names. */
const OF_VALUES: readonly object[] = [
  ...Object.values(WORDED),
  ...[zh.live.kind, zh.findingStatus, zh.event, zh.role, zh.tier, zh.finding.detail, zh.streams.states],
  ...[zh.streams.message, zh.streams.why],
  zh.clues.asked,
  zh.clues.custody,
];

/** Every name that a page has to say so that the text is shown. */
function saidNames(part: object): string[] {
  const isValues = OF_VALUES.includes(part);
  return Object.entries(part).flatMap(([name, value]) =>
    isValues ? [] : typeof value === "object" ? [name, ...saidNames(value as object)] : [name],
  );
}

describe("the dictionary", () => {
  const [chinese, english] = [new Map(textsOf(zh)), new Map(textsOf(en))];

  test("says everything in both languages", () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
    for (const [place, text] of [...chinese, ...english]) expect([place, text.trim()]).not.toEqual([place, ""]);
  });

  test("is Chinese in Chinese and English in English, to the last comma, but for the name of the other language", () => {
    const isChinese = (text: string) => /[\u4e00-\u9fff]/.test(text) || FULL_WIDTH.test(text);
    const other = ["language"];
    const inEnglish = [...english].filter(([place, text]) => !other.includes(place) && isChinese(text));
    const inChinese = [...chinese].filter(([place, text]) => !other.includes(place) && !isChinese(text));
    expect({ inEnglish, inChinese }).toEqual({ inEnglish: [], inChinese: [] });
  });

  test("alone says how texts are joined: nothing on a page stands between the commas of one language", () => {
    // the rules read what is written in either language, and say nothing themselves
    const joining = sourcesOfPages().filter(([file, text]) => !file.startsWith("rules") && FULL_WIDTH.test(text));
    expect(joining.map(([file]) => file)).toEqual([]);
    const told = (words: typeof zh) => [
      words.joined.labelled(words.refused, 3),
      words.joined.list("甲", "乙"),
      words.joined.clauses("甲", "乙"),
      words.joined.noted("甲", words.tier.CITY),
    ];
    expect(told(zh)).toEqual(["不予办理：3", "甲、乙", "甲；乙", "甲（市级）"]);
    expect(told(en)).toEqual(["Refused: 3", "甲, 乙", "甲; 乙", "甲 (City)"]);
  });

  test("knows every status, command, journal entry and role of the platform, by the ledger's own words", () => {
    expect(zh.findingStatus).toEqual(STATUS_WORDS);
    const steps = Object.values(findingTransitions).flatMap((commands) => Object.entries(commands));
    for (const [command, { event }] of steps) {
      expect(Object.keys(zh.findingCommand)).toContain(command);
      expect(Object.keys(zh.event)).toContain(event);
    }
    expect(Object.keys(zh.role).sort()).toEqual([...ROLES].sort());
    expect(Object.keys(zh.streams.message).sort()).toEqual([...KIND_NAMES].sort());
  });

  test("has no text that no page shows", () => {
    const said = new Set(sourcesOfPages().flatMap(([, text]) => text.match(/\w+/g) ?? []));
    expect(saidNames(zh).filter((name) => !said.has(name))).toEqual([]);
  });

  test("names every page, and each has its picture", () => {
    const namesIn = (file: string) =>
      [...readFileSync(join(ROOT, file), "utf8").matchAll(/\bname: "([\w-]+)"/g)].map(([, name]) => name ?? "");
    const stops = namesIn("scripts/dashboard/tours.ts");
    const pages = namesIn("dashboard/pages.ts");
    expect(pages.length).toBeGreaterThan(10);
    expect(pages.filter((page) => !(page in zh.pages))).toEqual([]);
    expect(pages.filter((page) => !stops.some((stop) => stop.split("-")[0] === page))).toEqual([]);
  });

  test("has a word for every value of every enumeration that the pages show", () => {
    const schema = buildSchema(readFileSync(join(ROOT, "schema/county.graphql"), "utf8"), { assumeValidSDL: true });
    const missing = Object.entries(WORDED).flatMap(([name, words]) => {
      const type = schema.getType(name);
      if (!isEnumType(type)) return [`${name} is no enumeration`];
      return type.getValues().flatMap(({ name: value }) => (words[value] ? [] : [`${name}.${value}`]));
    });
    expect(missing).toEqual([]);
  });
});

test("a sentence of the platform is shown in one language, and whole where it is in none", () => {
  const both = "尚有问题未列入报告。Some findings are not in the report yet.";
  expect([inLanguage(both, "zh"), inLanguage(both, "en")]).toEqual([
    "尚有问题未列入报告。",
    "Some findings are not in the report yet.",
  ]);
  expect(inLanguage("参数有误。 / An argument is wrong.", "en")).toBe("An argument is wrong.");
  expect(inLanguage("nothing to divide", "zh")).toBe("nothing to divide");
});

test("shares are shown as the articles do", () => {
  expect([0.8087, 0.5, 1, 0].map(percentText)).toEqual(["80.87%", "50%", "100%", "0%"]);
});

test("an instant is said in the time of the offices, in whatever zone the browser is", () => {
  const words = JSON.stringify(require.resolve("../../dashboard/words/index"));
  const say = `const { instantText } = require(${words});
    console.log([instantText("2026-11-28T01:44:00Z", "zh"), instantText("2026-11-27T16:30:00Z", "en")].join("|"));`;
  // a process knows its zone from its start
  const saidIn = (TZ: string) => execFileSync(process.execPath, ["-e", say], { env: { TZ }, encoding: "utf8" }).trim();
  expect(["UTC", "America/New_York"].map(saidIn)).toEqual(Array(2).fill("2026年11月28日 09:44|28 Nov 2026, 00:30"));
});
