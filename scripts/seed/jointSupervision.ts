import { plusDays } from "../../subgraphs/domain/deadline/days";
import type { CarryAll } from "./carry";
import type { Persona, Teller } from "./teller";

/** Whoever tells the part of each tier. */
type Tellers = Record<"province" | "city" | "county", Teller>;

const of = (id: string, role: "CLERK" | "DIRECTOR"): Persona => ({ id, roles: [role] });
const provinceClerk = of("province:99.clerk", "CLERK");
const province = of("province:99.director", "DIRECTOR");
const city = of("city:9901.director", "DIRECTOR");
const county = of("county:990101.director", "DIRECTOR");
const neighbour = of("county:990102.director", "DIRECTOR");
const far = of("county:990201.director", "DIRECTOR");

/** 同题共答 of the fictional province 99 over all three tiers: the province asks a city and three counties one question; they join or
 * decline and link findings of their own; one has not answered yet, and the city releases a finding to the county that it is about. */
export async function tellJointSupervision(tellers: Tellers, carry: CarryAll): Promise<void> {
  const { province: top } = tellers;
  const day = (daysAgo: number) => top.dayOf(daysAgo);
  const [proposed] = await top.does(provinceClerk, 6, "proposeTierSupervision", {
    ...{ kind: "SAME_TOPIC", title: "农村集体“三资”管理同题共答（演示）", startsOn: day(6) },
    endsOn: plusDays(day(0), 60),
    checklist: ["集体收入是否及时入账？", "决策和验收资料是否齐全？"],
    ...{ offices: ["9901", "9902", "990101", "990102", "990201"], synthetic: true },
  });
  const id = proposed?.id as string;
  await top.does(province, 6, "moveTierSupervision", { id, version: 1, command: "OPEN" });
  await carry(day(6));
  const answer = (teller: Teller, by: Persona, daysAgo: number, command: string, note?: string) =>
    teller.does(by, daysAgo, "answerTierSupervision", { id, revision: 1, command, note });
  await answer(tellers.city, city, 5, "JOIN");
  await answer(tellers.county, county, 5, "JOIN");
  await answer(tellers.county, far, 5, "DECLINE", "本轮巡察正在收尾，力量不足。（演示数据）");
  await carry(day(5));
  await answer(tellers.county, neighbour, 4, "JOIN");
  await carry(day(4));
  await link(tellers.county, county, 3, "county", id, { checklistItem: 1, title: "集体收入入账不及时" });
  await link(tellers.county, neighbour, 3, "county", id, { checklistItem: 1, title: "集体收入入账不及时" });
  const [finding] = await link(tellers.city, city, 3, "city", id, { checklistItem: 2, title: "村级工程验收资料不齐" });
  await tellers.city.does(city, 2, "releaseTierResults", {
    ...{ grantees: ["990101"], title: "提级巡察发现问题的通报（演示）", findingIds: [finding] },
    ...{ fields: ["TITLE", "DESCRIPTION", "CATEGORY", "UNIT", "STATUS"], expiresOn: plusDays(day(0), 90) },
    documentNumber: tellers.city.numbered("示甲巡通", 2, 1),
  });
  await carry(day(2));
}

/** Links the findings of an office that bear a title. */
async function link(
  teller: Teller,
  by: Persona,
  daysAgo: number,
  tier: "city" | "county",
  supervisionId: string,
  { title, checklistItem }: { title: string; checklistItem: number },
): Promise<string[]> {
  const { findings } = await teller.asks(
    by,
    daysAgo,
    `{ findings: ${tier}Findings(first: 100) { nodes { id title liveStatus basis } } }`,
    {},
  );
  const own = findings.nodes.filter((each: { title: string; basis: string }) => {
    return each.title === title && each.basis === "BOOK";
  });
  const findingIds: string[] = own.map((each: { id: string }) => each.id);
  const fields = ["TITLE", "CATEGORY", "UNIT", "STATUS"];
  await teller.does(by, daysAgo, "linkTierFindings", { supervisionId, findingIds, checklistItem, fields });
  return findingIds;
}
