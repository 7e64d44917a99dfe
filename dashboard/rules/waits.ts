import { findingLink, roundLink, targetLink } from "./links";

type Nodes<Node> = { nodes: readonly Node[]; pageInfo?: { hasNextPage: boolean } } | null | undefined;

/** What one question tells of the own office's book and trays. A part that could not be read is not there. */
interface WaitsForUs {
  office?: { rounds?: Nodes<{ id: string; title: string; commands: readonly string[] }> } | null;
  findings?: Nodes<{ id: string; title: string; unitName: string }>;
  rectifications?: Nodes<{ id: string; status: string; unitName: string; target?: { id: string } | null }>;
  publications?: Nodes<{
    id: string;
    version: number;
    isCurrent: boolean;
    decisionReason?: string | null;
    office?: { code: string } | null;
    target?: { id: string; unitName: string } | null;
  }>;
  orders?: Nodes<{ id: string; title: string }>;
}

type WaitingKind = "returned" | "toAuthorise" | "objected" | "plan" | "report" | "answered";

/** One thing that waits for the own office, whoever took the step before. */
interface Waiting {
  kind: WaitingKind;
  key: string;
  title: string;
  link: string;
  /** what was said with it */
  note?: string;
}

/** What the own office has to go on with. A round waits for whoever is offered to authorise it, everything else for the office.
 * @returns undefined: what could be read has nothing, and not all of it could be read */
export function waitingIn(office: string, told: WaitsForUs): Waiting[] | undefined {
  const known = knownIn(office, told);
  return known.length > 0 || listsOf(told).every(Boolean) ? known : undefined;
}

function knownIn(office: string, told: WaitsForUs): Waiting[] {
  const { office: own, findings, rectifications, publications, orders } = told;
  const isOwn = (code: string | undefined) => code === undefined || code === office;
  return [
    ...of(publications)
      .filter((each) => each.isCurrent && isOwn(each.office?.code))
      .map(
        ({ id, target, decisionReason }): Waiting => ({
          ...{ kind: "returned", key: id, title: target?.unitName ?? "" },
          ...{ link: target ? targetLink(target.id) : "/exchange?out", note: decisionReason ?? undefined },
        }),
      ),
    ...of(own?.rounds)
      .filter(({ commands }) => commands.includes("AUTHORISE"))
      .map(({ id, title }): Waiting => ({ kind: "toAuthorise", key: id, title, link: roundLink(id) })),
    ...of(findings).map(
      ({ id, title, unitName }): Waiting => ({
        kind: "objected",
        key: id,
        title,
        link: findingLink(id),
        note: unitName,
      }),
    ),
    ...of(rectifications).map(
      ({ id, status, unitName, target }): Waiting => ({
        ...{ kind: status === "REPORTED" ? "report" : "plan", key: id, title: unitName },
        link: target ? targetLink(target.id) : "/rounds",
      }),
    ),
    ...of(orders).map(({ id, title }): Waiting => ({ kind: "answered", key: id, title, link: "/exchange?out" })),
  ];
}

/** Whether there is more than was asked for. */
export function hasMoreWaiting(told: WaitsForUs): boolean {
  return listsOf(told).some((list) => list?.pageInfo?.hasNextPage);
}

function listsOf({ office, findings, rectifications, publications, orders }: WaitsForUs): Nodes<unknown>[] {
  return [office?.rounds, findings, rectifications, publications, orders];
}

function of<Node>(list: Nodes<Node>): readonly Node[] {
  return list?.nodes ?? [];
}
