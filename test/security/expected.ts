import { tierOfId } from "../../schema/contract/ids";
import { isUnder, type RegionCode } from "../../schema/contract/regionCode";
import { TIERS, type Tier } from "../../schema/contract/tier";
import { nameIn } from "../../subgraphs/tier/graph/rename";
import { type AnswerToId, answerAbout, byId, byPerson } from "./askGateway";
import { bookTitle, internalNote, publishedTitle, RECALL_REASON, submittedNote } from "./loadWorld";
import { figuresOf, listOf, readableOf, readsBookOf, viewOf, worksWith } from "./oracle";
import { activeAccount, recusalsInForce, tierOfOffice } from "./oracleReader";
import type { World, WorldTarget } from "./oracleWorld";

type TargetFilter = (target: WorldTarget) => boolean;

/** What the gateway must answer to one person who has an active account, in the shapes of askGateway.ts: what may be read is
 * the oracle's word, with the columns that loadWorld.ts has written. */
export class Expected {
  private readonly view;
  private readonly listed;
  private readonly readable;

  constructor(
    private readonly world: World,
    private readonly person: string,
  ) {
    this.view = viewOf(world, person);
    this.listed = listOf(world, person);
    this.readable = readableOf(world, person);
  }

  viewer() {
    const account = activeAccount(this.world, this.person);
    if (!account) throw new Error(`${this.person} has no active account`);
    const { office, roles } = account;
    const recusals = recusalsInForce(this.world, account).map(({ scope, subject }) => ({ scope, subject }));
    return { person: this.person, tier: tierOfOffice(office), officeCode: office, roles, recusals };
  }

  /** @param region only what lies there or below */
  findings(region?: RegionCode) {
    return this.findingsWhere((target) => this.lies(target, region), this.listed);
  }

  publications(region?: RegionCode) {
    return this.publicationsWhere((target) => this.lies(target, region)).sort(byId);
  }

  regions() {
    return this.world.regions.map(({ code }) => {
      const fields = TIERS.flatMap((tier) => [
        [nameIn(tier, "tierFigures"), figuresOf(this.world, this.person, code, tier)],
        [nameIn(tier, "tierOffice"), this.office(code, tier)],
      ]);
      return { code, ...Object.fromEntries(fields) };
    });
  }

  /** @param nothing what is answered where there is no such object, which is the answer to what is hidden */
  byId(nothing: Record<string, AnswerToId>): Record<string, AnswerToId> {
    const all = () => true;
    const typed = (concept: string, row: { id: string }) => {
      return [`${concept.toLowerCase()} ${row.id}`, { __typename: nameIn(tierOf(row), `Tier${concept}`), ...row }];
    };
    const visible: Record<string, object> = Object.fromEntries([
      ...this.rounds().flatMap((row) => [[`tierRound ${row.id}`, row], typed("Round", row)]),
      ...this.targetsWhere(all).map((row) => [`tierRoundTarget ${row.id}`, row]),
      ...this.previews(),
      ...this.findingsWhere(all).map((row) => typed("Finding", row)),
      ...this.publicationsWhere(all).map((row) => typed("Publication", row)),
    ]);
    const answer = (question: string, none: AnswerToId) => {
      const data = visible[question];
      return data ? answerAbout(question.split(" ")[1] as string, data, []) : none;
    };
    return Object.fromEntries(Object.entries(nothing).map(([question, none]) => [question, answer(question, none)]));
  }

  private office(code: RegionCode, tier: Tier) {
    if (code.length > 6 || tierOfOffice(code) !== tier) return null;
    const rounds = this.rounds().filter(({ id }) => this.roundOf(id).office === code);
    return {
      rounds: rounds.map((round) => ({
        ...round,
        findings: this.findingsWhere((target) => target.roundId === round.id),
        targets: this.targetsWhere((target) => target.roundId === round.id).map((target) => ({
          ...target,
          findings: this.findingsWhere(({ id }) => id === target.id),
        })),
      })),
    };
  }

  private rounds() {
    return this.view.rounds.map((id) => {
      const { office, status } = this.roundOf(id);
      return { id, status, note: readsBookOf(this.world, this.person, office) ? internalNote(id) : null };
    });
  }

  private targetsWhere(filter: TargetFilter) {
    return this.targets(this.view.targets)
      .filter(filter)
      .map(({ id, roundId, status }) => {
        const inside = worksWith(this.world, this.person, id) ? internalNote(id) : null;
        const readsBook = readsBookOf(this.world, this.person, this.roundOf(roundId).office);
        const team = this.world.appointments
          .filter(({ targetId, person }) => targetId === id && (readsBook || person === this.person))
          .map(({ person }) => ({ person }))
          .sort(byPerson);
        const publications = this.publicationsWhere((target) => target.id === id).map((row) => ({ id: row.id }));
        return { id, status, note: inside, hearing: inside && { body: inside }, team, publications };
      });
  }

  private findingsWhere(filter: TargetFilter, entries = this.readable) {
    return entries
      .map(({ findingId, from }) => {
        const finding = get(this.world.findings, findingId);
        return { finding, target: get(this.world.targets, finding.targetId), isBook: from === "BOOK" };
      })
      .filter(({ target }) => filter(target))
      .map(({ finding: { id, status }, target, isBook }) => {
        const publication = this.world.publications.find((each) => each.isCurrent && each.findingIds.includes(id));
        const text = isBook
          ? { basis: "BOOK", title: bookTitle(id), status, note: internalNote(id), proof: internalNote(id) }
          : { basis: "PUBLISHED", title: publishedTitle(id, publication?.version ?? 0), status: "REPORTED" };
        return {
          ...{ id, liveStatus: status, note: null, proof: null, exchangeException: isBook ? "CASE" : null, ...text },
          round: this.view.rounds.includes(target.roundId) ? { id: target.roundId } : null,
          target: this.view.targets.includes(target.id) ? { id: target.id } : null,
          publication: isBook || !publication ? null : { id: publication.id },
          region: { code: get(this.world.units, target.unitId).region },
        };
      });
  }

  /** Newest version first. */
  private publicationsWhere(filter: TargetFilter) {
    return this.world.publications
      .filter(({ id, targetId }) => this.view.publications.includes(id) && filter(get(this.world.targets, targetId)))
      .sort((a, b) => b.version - a.version)
      .map(({ id, version, status, isCurrent, findingIds, targetId }) => {
        const target = this.view.targets.includes(targetId) ? { id: targetId } : null;
        const header = { id, version, status, isCurrent, target };
        if (status !== "RECALLED") {
          return { ...header, findingCount: findingIds.length, note: submittedNote(id), recallReason: null };
        }
        const { office } = this.roundOf(get(this.world.targets, targetId).roundId);
        const isOwn = readsBookOf(this.world, this.person, office);
        const [findingCount, note] = isOwn ? [findingIds.length, submittedNote(id)] : [null, null];
        return { ...header, findingCount, note, recallReason: RECALL_REASON };
      });
  }

  /** Of the targets of the own office, whoever reads its book. */
  private previews(): [question: string, answer: object][] {
    return this.targets(this.view.targets)
      .filter(({ roundId }) => readsBookOf(this.world, this.person, this.roundOf(roundId).office))
      .map(({ id }) => {
        const version = 1 + this.world.publications.filter(({ targetId }) => targetId === id).length;
        const findings = this.findingsWhere((target) => target.id === id).map((finding) => finding.id);
        return [`tierPublicationPreview ${id}`, { version, findings }];
      });
  }

  private targets(ids: string[]): WorldTarget[] {
    return ids.map((id) => get(this.world.targets, id));
  }

  private roundOf(id: string) {
    return get(this.world.rounds, id);
  }

  private lies(target: WorldTarget, region?: RegionCode): boolean {
    return region === undefined || isUnder(get(this.world.units, target.unitId).region, region);
  }
}

function get<Item extends { id: string }>(items: Item[], id: string): Item {
  return items.find((item) => item.id === id) as Item;
}

function tierOf({ id }: { id: string }): Tier {
  return tierOfId(id) as Tier;
}
