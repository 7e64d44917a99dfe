import { join } from "node:path";
import { tierOfOffice } from "../../schema/contract/regionCode";
import { nameOfTier, TIER_NAMES, type Tier } from "../../schema/contract/tier";
import { CUSTODY_BODIES, custodyOf } from "../../subgraphs/domain/clue/custody";
import { KeyFolder } from "../../subgraphs/trust/clue/keyFolder";
import { createKeys, ensureTierSecret, findKeys } from "../../subgraphs/trust/clue/keyKeeping";
import type { Carry } from "./carry";
import {
  CITY,
  COUNTY,
  cityDiscipline,
  custodian,
  discipline,
  secondCityDiscipline,
  secondCustodian,
  secondDiscipline,
} from "./story/people";
import type { Persona, Teller } from "./teller";

/** Offices of the fictional province that hold clues. */
const OFFICES = ["99", CITY, COUNTY];

/** The keys of the demonstration's custodies. What is there already stays: what was sealed for it opens with nothing else. */
export function makeDemonstrationKeys(keysDir: string, offices: readonly string[] = OFFICES): void {
  const at = new Date().toISOString();
  const folderOf = (name: string) => new KeyFolder(join(keysDir, name));
  for (const name of TIER_NAMES) ensureTierSecret(folderOf(name));
  for (const office of offices) {
    const tier = nameOfTier(tierOfOffice(office) as Tier);
    const custodies = CUSTODY_BODIES.map((body) => custodyOf(office, body));
    const missing = custodies.filter((custody) => !findKeys(folderOf(tier), custody));
    const others = TIER_NAMES.filter((name) => name !== tier).map(folderOf);
    createKeys(folderOf(tier), missing, at, others);
  }
}

/** Two clues of 示例天区, fictional and without any name: one is in disposal, one was cleared for transfer. */
export async function tellClues(teller: Teller): Promise<void> {
  const registered = [
    {
      text: "反映某村集体资金支出凭证与实际用途不符。（虚构）",
      subject: { post: "某村干部（虚构）", region: "990101001001", cadreLevel: "OTHERS", matter: "DISCIPLINE" },
      reporter: "来信，未署名。（虚构）",
      synthetic: true,
    },
    {
      pointer: "示天信访〔2026〕12号，纸质，存档案室。（虚构）",
      subject: { post: "某乡镇干部（虚构）", region: "990101001", cadreLevel: "COUNTY", matter: "PERSONNEL" },
      synthetic: true,
    },
  ];
  const ids: string[] = [];
  for (const input of registered) {
    ids.push(...(await teller.does(custodian, 12, "registerTierClue", input)).map(({ id }) => id));
  }
  const [first, second] = ids as [string, string];
  await teller.does(secondCustodian, 11, "moveTierClue", { id: first, version: 1, command: "APPROVE" });
  await teller.does(secondCustodian, 10, "moveTierClue", { id: first, version: 2, command: "REFER" });
  const step = (by: typeof discipline, version: number, command: string, daysAgo: number, more: object = {}) =>
    teller.does(by, daysAgo, "moveTierClueReceipt", { id: first, version, command, ...more });
  await step(discipline, 1, "RECEIVE", 9);
  await step(discipline, 2, "PROPOSE_DISPOSAL", 4, {
    disposal: "PRELIMINARY_VERIFICATION",
    note: "拟初步核实。（虚构）",
  });
  await step(secondDiscipline, 3, "DECIDE_DISPOSAL", 2);
  await teller.does(secondCustodian, 3, "moveTierClue", { id: second, version: 1, command: "APPROVE" });
}

/** A clue of 示例天区 on a cadre whom the city manages: referred to 示例甲市, disposed of there and reported back. */
export async function tellCityClue(county: Teller, city: Teller, carry: Carry): Promise<void> {
  const [clue] = await county.does(custodian, 40, "registerTierClue", {
    text: "反映某县级单位负责人在项目验收中简化程序。（虚构）",
    subject: { post: "某县级单位负责人（虚构）", region: COUNTY, cadreLevel: "CITY", matter: "DISCIPLINE" },
    synthetic: true,
  });
  const id = clue?.id as string;
  await county.does(secondCustodian, 39, "moveTierClue", { id, version: 1, command: "APPROVE" });
  await county.does(secondCustodian, 38, "moveTierClue", { id, version: 2, command: "REFER" });
  await carry("COUNTY", "CITY", county.dayOf(38));
  const step = (by: Persona, daysAgo: number, version: number, command: string, more: object = {}) =>
    city.does(by, daysAgo, "moveTierClueReceipt", { id, version, command, ...more });
  await step(cityDiscipline, 36, 1, "RECEIVE");
  await step(cityDiscipline, 31, 2, "PROPOSE_DISPOSAL", {
    disposal: "TALK_OR_WRITTEN_INQUIRY",
    note: "拟函询。（虚构）",
  });
  await step(secondCityDiscipline, 29, 3, "DECIDE_DISPOSAL");
  await step(cityDiscipline, 6, 4, "CONCLUDE", { outcome: "MEASURES_TAKEN", note: "已函询并批评教育。（虚构）" });
  await carry("CITY", "COUNTY", city.dayOf(6));
  // what has come is unpacked when a custodian looks
  await county.asks(custodian, 5, "{ countyClues(first: 1) { nodes { id } } }", {});
}
