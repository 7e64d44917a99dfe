import { nameOfTier } from "../../../schema/contract/tier";
import { daysBefore } from "../days";
import { type Desk, fractionOf } from "../desk";
import { toldByRelease } from "../offices";
import type { Mutation } from "../persistent";

const RELEASE: Mutation = ["releaseTierResults", "ReleaseResultsInput", "Release"];
const WITHDRAW: Mutation = ["moveTierRelease", "MoveReleaseInput", "Release"];
const ACKNOWLEDGE: Mutation = [
  "acknowledgeTierReleases",
  "AcknowledgeReleasesInput",
  "ReceivedRelease",
  "version: revision",
];

/** More than these stand at once of no office: each of them is told of every step of what it shows. */
const MOST = 2;

/** 通报: the results of a target, with their titles and how they stand, to offices below or beside; or the oldest is withdrawn. */
export async function release(desk: Desk, pick: number): Promise<boolean> {
  if (desk.releases.length >= MOST) return withdraw(desk);
  const reached = toldByRelease(desk.office);
  if (reached.length === 0) return false;
  const target = desk.target(pick);
  const first = Math.floor(fractionOf(pick * 7) * reached.length);
  // every other one goes to two offices, as far as there are two
  const grantees = [
    ...new Set([reached[first], ...(pick < 0.5 ? [reached[(first + 1) % reached.length]] : [])]),
  ] as string[];
  const findings = target.findings.map(({ id }) => id);
  const words = { title: "民生项目公示（虚构）", fields: ["TITLE", "STATUS"], expiresOn: daysBefore(-30) };
  const [made] = (await desk.does("director", RELEASE, { grantees, findingIds: findings, ...words })) ?? [];
  if (!made) return false;
  desk.releases.push(made);
  desk.ledger.add({ deed: "RELEASED", office: desk.office, release: made.id, grantees, findings });
  return true;
}

async function withdraw(desk: Desk): Promise<boolean> {
  const [oldest] = desk.releases;
  const input = { ...oldest, command: "WITHDRAW", note: "内容有误（虚构）" };
  if (!oldest || !(await desk.does("director", WITHDRAW, input))) return false;
  desk.releases.shift();
  desk.ledger.add({ deed: "RELEASE_WITHDRAWN", office: desk.office, release: oldest.id });
  return true;
}

/** 签收, of what was released to this office. */
export async function takeRelease(desk: Desk, pick: number): Promise<boolean> {
  const field = `${nameOfTier(desk.tier)}ReceivedReleases`;
  const { arrived } = await desk.asks<Arrived>(
    "clerk",
    `{ arrived: ${field}(first: 50) { nodes { id revision state } } }`,
  );
  const open = arrived.nodes.filter(({ state }) => state === "ISSUED");
  const one = open[Math.floor(pick * open.length)];
  if (!one) return false;
  const { id, revision } = one;
  if (!(await desk.does("clerk", ACKNOWLEDGE, { releases: [{ id, revision }] }))) return false;
  desk.ledger.add({ deed: "ACKNOWLEDGED", office: desk.office, release: id });
  return true;
}

interface Arrived {
  arrived: { nodes: { id: string; revision: number; state: string }[] };
}
