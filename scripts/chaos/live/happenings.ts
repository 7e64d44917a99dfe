import { Client } from "pg";
import { nameOfTier, TIERS, type Tier } from "../../../schema/contract/tier";
import type { Cluster } from "../clusters";
import { deadlineId, happeningKey } from "./transcript";

/** One entry of a tier's journal that can be followed, as a superuser reads it there: nothing of what is made for followers. */
export interface Happening {
  tier: Tier;
  /** place in the journal of its tier */
  number: number;
  key: string;
  /** of a finding and of its deadline: what names it to whoever stands above and may not read it any more, since a later submission was
   * recalled */
  bareKey?: string;
  /** in whose book, or on whose side of an order or a joint supervision */
  office: string;
  region: string;
  /** of an alert, DEADLINE is what superiors are told of it */
  about: "PUBLICATION" | "FINDING" | "ORDER" | "ALERT" | "DEADLINE" | "RELEASE" | "SUPERVISION";
  id: string;
  /** which a finding or an order took */
  status: string | null;
  /** of a finding: the statuses that it took from here on, also while no submission lists it and nobody is told */
  became?: readonly string[];
  unit: string | null;
  /** of a finding, and of a deadline: the submission that listed it then */
  publication: string | null;
  /** milliseconds since 1970 */
  at: number;
  event: string;
}

interface Row {
  number: string;
  office: string;
  event: string;
  kind: string;
  id: string;
  at: string;
  status: string | null;
  target: string | null;
  unit: string | null;
  region: string | null;
  /** of an alert: which deadline, and of which finding unless it is the target's */
  clock?: string | null;
  finding?: string | null;
}

const ENTRIES = `select j.number, j.office, j.event, j.object_kind as kind, j.object_id as id, j.body::json ->> 'at' as at,
    j.body::json -> 'details' ->> 'status' as status,
    coalesce(p.target_id, f.target_id, a.target_id) as target, coalesce(p.unit_id, f.unit_id, a.unit_id) as unit,
    coalesce(p.region, f.region, o.addressee, a.region,
      case when j.object_kind in ('ReceivedRelease', 'Supervision', 'ReceivedSupervision') then j.office end) as region,
    a.clock, a.finding_id as finding
  from journal j
  left join publication p on j.object_kind = 'Publication' and p.id = j.object_id
  left join finding f on j.object_kind = 'Finding' and f.id = j.object_id
  left join office_order o on j.object_kind in ('Order', 'ReceivedOrder') and o.id = j.object_id and o.office = j.office
  left join alert a on j.object_kind = 'Alert' and a.id = j.object_id
  where j.number is not null and j.object_kind in ('Publication', 'Finding', 'Order', 'ReceivedOrder', 'Alert', 'ReceivedRelease',
    'Supervision', 'ReceivedSupervision')
  order by j.number`;

const KINDS: Record<string, string> = {
  PublicationSubmitted: "PUBLICATION_SUBMITTED",
  PublicationAccepted: "PUBLICATION_ACCEPTED",
  PublicationReturned: "PUBLICATION_RETURNED",
  PublicationRecalled: "PUBLICATION_RECALLED",
  AlertTurnedYellow: "ALERT_YELLOW",
  AlertTurnedRed: "ALERT_RED",
  OrderTurnedYellow: "ALERT_YELLOW",
  OrderTurnedRed: "ALERT_RED",
  OrderReminded: "ORDER_REMINDED",
  ReleaseReceived: "RELEASE_RECEIVED",
  ReleaseWithdrawn: "RELEASE_WITHDRAWN",
};
/** Which status a step leads to, where its entry does not say it itself. */
const STATUSES: Record<string, string> = {
  FindingClaimedDone: "CLAIMED_DONE",
  FindingReturned: "RECTIFYING",
  OrderIssued: "ISSUED",
  OrderReceived: "ISSUED",
  OrderCopied: "ISSUED",
  OrderInsisted: "ISSUED",
  OrderAccepted: "ACCEPTED",
  OrderDeclined: "DECLINED",
  OrderReportedBack: "REPORTED_BACK",
  OrderReturned: "RETURNED",
  OrderClosed: "CLOSED",
  OrderWithdrawn: "WITHDRAWN",
};

/** What happened in all tiers, each in the order of its journal. */
export async function readHappenings(clusters: Record<string, Cluster>): Promise<Record<Tier, Happening[]>> {
  const all = await Promise.all(
    TIERS.map(async (tier) => {
      const client = new Client({ connectionString: (clusters[nameOfTier(tier)] as Cluster).adminUrl });
      await client.connect();
      try {
        return [tier, happenings(tier, (await client.query<Row>(ENTRIES)).rows)] as const;
      } finally {
        await client.end();
      }
    }),
  );
  return Object.fromEntries(all) as Record<Tier, Happening[]>;
}

/** @param rows in the order of their numbers, from the beginning on */
export function happenings(tier: Tier, rows: readonly Row[]): Happening[] {
  /** of each target what stands submitted */
  const current = new Map<string, string>();
  const steps = rows.filter(({ kind }) => kind === "Finding");
  return rows.flatMap((row): Happening[] => {
    const { kind, event, id, target, unit } = row;
    if (event === "PublicationSubmitted") current.set(target ?? "", id);
    if (event === "PublicationRecalled" && current.get(target ?? "") === id) current.delete(target ?? "");
    const at = Date.parse(row.at);
    const base = {
      tier,
      number: Number(row.number),
      office: row.office,
      region: row.region ?? "",
      id,
      unit,
      at,
      event,
    };
    const told = (name: string, more: Pick<Happening, "about" | "status" | "publication">) => {
      return [{ ...base, ...more, key: happeningKey(name, id, more.status, at, base.number) }];
    };
    const alone = { status: null, publication: null };
    const known = KINDS[event];
    if (kind === "Publication") return known ? told(known, { about: "PUBLICATION", ...alone }) : [];
    if (kind === "ReceivedRelease") return known ? told(known, { about: "RELEASE", ...alone }) : [];
    if (kind === "Supervision" || kind === "ReceivedSupervision") {
      return told("SUPERVISION_CHANGED", { about: "SUPERVISION", ...alone });
    }
    if (kind === "Alert") {
      const publication = current.get(target ?? "");
      const own = known ? told(known, { about: "ALERT", ...alone }) : [];
      return own.flatMap((alert) => (publication ? [alert, asDeadline(alert, publication, row)] : [alert]));
    }
    const status = statusOf(row);
    if (kind === "Finding") {
      const publication = current.get(target ?? "") ?? null;
      if (!publication || !status) return [];
      const bareKey = happeningKey("FINDING_STATUS_CHANGED", publication, status, at, base.number);
      const step = told("FINDING_STATUS_CHANGED", { about: "FINDING", status, publication });
      const after = steps.slice(steps.indexOf(row)).filter((later) => later.id === id);
      const became = after.flatMap((later) => statusOf(later) ?? []);
      return step.map((each) => ({ ...each, bareKey, became }));
    }
    if (known) return told(known, { about: "ORDER", ...alone });
    return status ? told("ORDER_STATUS_CHANGED", { about: "ORDER", status, publication: null }) : [];
  });
}

function statusOf({ status, event }: Row): string | null {
  return status ?? STATUSES[event] ?? null;
}

/** What those hear of an alert who stand above: which deadline of which finding, or of the submission where it is the target's. */
function asDeadline(alert: Happening, publication: string, { event, clock, finding }: Row): Happening {
  const keyOf = (id: string) => happeningKey(KINDS[event] as string, id, null, alert.at, alert.number);
  const [id, bare] = [finding ?? publication, publication].map((of) => deadlineId(clock ?? "", of)) as [string, string];
  const told = { ...alert, about: "DEADLINE", publication, id, key: keyOf(id) } as const;
  return finding ? { ...told, bareKey: keyOf(bare) } : told;
}
