import type { Carry } from "./carry";
import { CITY, COUNTY, clerk, director } from "./story/people";
import type { Persona, Teller, Versioned } from "./teller";

const cityDirector: Persona = { id: `city:${CITY}.director`, roles: ["DIRECTOR"] };
const provinceDirector: Persona = { id: "province:99.director", roles: ["DIRECTOR"] };
/** The neighbouring county, which signs for its order and is late with its answer. */
const NEIGHBOUR = "990102";
const neighbourDirector: Persona = { id: `county:${NEIGHBOUR}.director`, roles: ["DIRECTOR"] };
const neighbour: Persona = { id: `county:${NEIGHBOUR}.clerk`, roles: ["CLERK"] };

const CITY_ROUND = `query Round($code: ID!) { cityOffice(code: $code) { rounds(first: 20) { nodes { id ordinal } } } }`;

/** 抽调: the city asks the neighbouring county for one of its people for its second round; who was lent is there still. */
async function lend(city: Teller, county: Teller, carry: Carry): Promise<void> {
  const { cityOffice } = await city.asks(cityDirector, 74, CITY_ROUND, { code: CITY });
  const round = cityOffice.rounds.nodes.find(({ ordinal }: { ordinal: number }) => ordinal === 2);
  const [order] = (await city.does(cityDirector, 74, "issueTierOrders", {
    ...{ kind: "SECONDMENT", officeCodes: [NEIGHBOUR], title: "抽调人员参加提级巡察（演示）", synthetic: true },
    request: "请派一名熟悉村级财务的人员。（演示数据）",
    secondment: { roundId: round.id, startsOn: city.dayOf(72), endsOn: city.dayOf(-30), peopleWanted: 1 },
  })) as [Versioned];
  const answer = (by: Persona, version: number, command: string, more: object = {}) =>
    county.does(by, 73, "moveTierOrders", { orders: [{ id: order.id, version }], command, ...more });
  await carry("CITY", "COUNTY", city.dayOf(74));
  await answer(neighbour, 1, "ACCEPT");
  await answer(neighbourDirector, 2, "REPORT_BACK", { note: "派一名经办人。（演示数据）", people: [neighbour.id] });
  await carry("COUNTY", "CITY", city.dayOf(73));
  await city.does(cityDirector, 72, "moveTierOrders", { orders: [{ id: order.id, version: 3 }], command: "CLOSE" });
  await carry("CITY", "COUNTY", city.dayOf(72));
}

const ROUND = `query Round($code: ID!) { countyOffice(code: $code) { rounds(first: 20) { nodes { id ordinal
  targets { nodes { findings(first: 20) { nodes { id ordinal liveStatus } } } } } } } }`;

interface Finding {
  id: string;
  ordinal: number;
  liveStatus: string;
}

/** 派单 in the fictional province: one of the city to two counties, of which one is answered, returned, answered again and closed and
 * the other is overdue; and one of the province to a county, with a copy for its city, that nobody has signed for yet. And one of the city for people, who are lent. */
export async function tellOrders(province: Teller, city: Teller, county: Teller, carry: Carry): Promise<void> {
  const issued = await city.does(cityDirector, 60, "issueTierOrders", {
    ...{ kind: "TASK", officeCodes: [COUNTY, NEIGHBOUR], title: "村集体“三资”专项核查（演示）", synthetic: true },
    request: "请结合已有巡察成果，报告村集体合同、惠农补贴两方面的核查情况。（演示数据）",
    basis: "年度监督计划，掌握全市面上情况。（演示数据）",
    documentNumber: city.numbered("示甲巡办", 60, 3),
  });
  const [first, second] = issued as [Versioned, Versioned];
  const down = (daysAgo: number) => carry("CITY", "COUNTY", city.dayOf(daysAgo));
  const up = (daysAgo: number) => carry("COUNTY", "CITY", city.dayOf(daysAgo));
  const answer = (by: Persona, daysAgo: number, id: string, version: number, command: string, more: object = {}) =>
    county.does(by, daysAgo, "moveTierOrders", { orders: [{ id, version }], command, ...more });
  const direct = (daysAgo: number, version: number, command: string, more: object = {}) =>
    city.does(cityDirector, daysAgo, "moveTierOrders", { orders: [{ id: first.id, version }], command, ...more });
  await down(60);
  await answer(clerk, 58, first.id, 1, "ACCEPT");
  await answer(neighbour, 57, second.id, 1, "ACCEPT");
  const { countyOffice } = await county.asks(director, 51, ROUND, { code: COUNTY });
  const round = countyOffice.rounds.nodes.find(({ ordinal }: { ordinal: number }) => ordinal === 1);
  const findings: Finding[] = round.targets.nodes.flatMap(
    (target: { findings: { nodes: Finding[] } }) => target.findings.nodes,
  );
  // what was closed was submitted with the second version of the round
  const findingIds = findings
    .filter(({ liveStatus }) => liveStatus === "CLOSED")
    .map(({ id }) => id)
    .sort()
    .slice(0, 2);
  await answer(director, 51, first.id, 2, "REPORT_BACK", {
    ...{ note: "第一轮巡察已发现两类问题，均已整改。（演示数据）", findingIds, roundIds: [round.id] },
  });
  await up(51);
  await direct(48, 3, "RETURN", { note: "请补充惠农补贴涉及的户数。（演示数据）" });
  await down(48);
  await answer(director, 45, first.id, 4, "REPORT_BACK", {
    ...{ note: "两类问题均已整改；补贴名单核对涉及十二户。（演示数据）", findingIds, roundIds: [round.id] },
  });
  await up(45);
  await direct(43, 5, "CLOSE");
  await down(43);
  await lend(city, county, carry);
  await province.does(provinceDirector, 2, "issueTierOrders", {
    ...{ kind: "TASK", officeCodes: [COUNTY], title: "乡镇民生项目公示情况报告（演示）", synthetic: true },
    request: "请报告乡镇小型民生项目的公示情况。（演示数据）",
    basis: "省级面上督导。（演示数据）",
    documentNumber: province.numbered("虚巡办", 2, 7),
  });
  await carry("PROVINCE", "COUNTY", province.dayOf(2));
  await carry("PROVINCE", "CITY", province.dayOf(2));
}
