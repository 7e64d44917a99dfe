import { nameOfTier } from "../../../schema/contract/tier";
import { MOVE_FINDINGS } from "../book";
import { type Desk, fractionOf, type Target } from "../desk";
import type { Mutation } from "../persistent";

const REVISION = "version: revision";
const SUBMIT: Mutation = ["submitTierPublications", "SubmitPublicationsInput", "Publication", REVISION];
const RECALL: Mutation = ["recallTierPublication", "RecallPublicationInput", "Publication", REVISION];
const DECIDE: Mutation = ["decideTierPublications", "DecidePublicationsInput", "ReceivedPublication", REVISION];

/** 报送: the next version of a target's results; where nothing has happened since the last one, something happens first. */
export async function submit(desk: Desk, pick: number): Promise<boolean> {
  const target = desk.target(pick);
  if (target.current && !target.changed) return step(desk, pick);
  const items = await desk.does("director", SUBMIT, { targetIds: [target.id] });
  const [publication] = items ?? [];
  if (!publication) return false;
  target.submissions++;
  target.changed = false;
  target.current = publication.id;
  target.standing.push(publication.id);
  const { id: of, submissions: version } = target;
  desk.ledger.add({ deed: "SUBMITTED", office: desk.office, publication: publication.id, target: of, version });
  return true;
}

/** 撤回: of the current version, and where that was recalled, of the one before it. Whether its superior has decided meanwhile shows in the
 * revision. */
export async function recall(desk: Desk, pick: number): Promise<boolean> {
  const target = desk.target(pick);
  const id = target.standing.at(-1);
  if (!id) return submit(desk, pick);
  for (const revision of [1, 2]) {
    const outcome = await desk.tries("director", RECALL, { id, revision, reason: "内容有误（虚构）" });
    if ("items" in outcome) {
      target.standing.pop();
      target.current = undefined;
      desk.ledger.add({ deed: "RECALLED", office: desk.office, publication: id });
      return true;
    }
    if (outcome.refused !== "STALE_VERSION") return false;
  }
  return false;
}

/** A finding is claimed to be rectified, or goes back: the offices above hear of it as far as they have it. */
export async function step(desk: Desk, pick: number): Promise<boolean> {
  const target = desk.target(pick);
  const finding = desk.finding(target, pick);
  const claims = finding.status === "RECTIFYING";
  const [post, command, note] = claims
    ? (["clerk", "CLAIM", "公示照片。（虚构）"] as const)
    : (["director", "RETURN", "照片不清。（虚构）"] as const);
  const { id, version } = finding;
  const [moved] = (await desk.does(post, MOVE_FINDINGS, { findings: [{ id, version }], command, note })) ?? [];
  if (!moved) return false;
  finding.version = moved.version;
  finding.status = claims ? "CLAIMED_DONE" : "RECTIFYING";
  target.changed = true;
  const { office } = desk;
  desk.ledger.add({ deed: "STEPPED", office, finding: id, status: finding.status, told: isListed(target) });
  return true;
}

function isListed(target: Target): boolean {
  return target.current !== undefined;
}

/** 接收 or 退回, of what waits for this office. */
export async function decide(desk: Desk, pick: number): Promise<boolean> {
  const field = `${nameOfTier(desk.tier)}ReceivedPublications`;
  const source = `{ waiting: ${field}(waiting: true, first: 50) { nodes { id revision } } }`;
  const { waiting } = await desk.asks<Waiting>("director", source);
  const publication = waiting.nodes[Math.floor(pick * waiting.nodes.length)];
  if (!publication) return false;
  const accepts = fractionOf(pick * 7) < 0.6;
  const [command, note] = accepts ? ["ACCEPT", undefined] : ["RETURN", "须补充依据。（虚构）"];
  const items = await desk.does("director", DECIDE, { publications: [publication], command, note });
  if (!items) return false;
  const status = accepts ? "ACCEPTED" : "RETURNED";
  desk.ledger.add({ deed: "DECIDED", office: desk.office, publication: publication.id, status });
  return true;
}

interface Waiting {
  waiting: { nodes: { id: string; revision: number }[] };
}
