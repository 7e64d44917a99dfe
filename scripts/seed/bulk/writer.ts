import { Client } from "pg";
import type { Tier } from "../../../schema/contract/tier";
import { FINDING_STATUSES, isPublishable } from "../../../subgraphs/domain/finding/finding";
import { appendJournal, type JournalEntry } from "../../../subgraphs/journal/append";
import { rowsBy } from "../../../subgraphs/storage/db";
import { STAGE_TABLE } from "../stages";
import { Numbering, prefixOf, rangeOf } from "./numbering";
import type { BookPlan, BulkSet } from "./plan";
import { type BookRows, noRows, type RoundRows, rowsOf, type TargetFindings } from "./rows";
import * as sql from "./statements";

/** Who wrote it, in the journal and in the texts: not a person. */
export const SEED_ACTOR = "seed";
/** Findings of one statement: enough that the planning costs nothing, few enough to sort in memory. */
const AT_ONCE = 20_000;

const PUBLISHABLE = FINDING_STATUSES.filter(isPublishable);

/** Writes books in large statements as the owner of a tier's tables. What a bulk-loaded book has and has not is in
 * docs/adr/0014. */
export class BulkWriter {
  private numbers: Numbering;
  private terms: { focuses: string[]; categories: string[] } | undefined;

  private constructor(
    private readonly client: Client,
    private readonly tier: Tier,
    private readonly set: BulkSet,
    private readonly withoutTriggers: boolean,
  ) {
    this.numbers = new Numbering(tier, set);
  }

  /** @param withoutTriggers the owner is allowed to (`allowBulkLoading`), and the figures are mended in the end */
  static async open(ownerUrl: string, tier: Tier, set: BulkSet, withoutTriggers = false): Promise<BulkWriter> {
    const client = new Client({ connectionString: ownerUrl, application_name: "seed", options: "-c TimeZone=UTC" });
    await client.connect();
    await client.query(sql.HASH);
    await client.query(STAGE_TABLE);
    return new BulkWriter(client, tier, set, withoutTriggers);
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  /** Writes the books of one part of the set in one transaction, once.
   * @param label under which the part is remembered
   * @returns whether it was written now */
  async writeOnce(label: string, books: readonly BookPlan[], part = 0): Promise<boolean> {
    const { rowCount } = await this.client.query("select from seed_stage where label = $1", [label]);
    if (rowCount) return false;
    this.numbers = new Numbering(this.tier, this.set, part);
    await this.client.query("begin");
    try {
      await this.write(books);
      await this.client.query("insert into seed_stage (label) values ($1)", [label]);
      await this.client.query("commit");
    } catch (cause) {
      await this.client.query("rollback");
      throw cause;
    }
    return true;
  }

  /** All books in one statement for each table. */
  private async write(books: readonly BookPlan[]): Promise<void> {
    const parts: BookRows[] = [];
    for (const book of books) {
      const termId = await this.openTerm(book, this.numbers.next("term"));
      const rows = rowsOf(book, this.numbers);
      for (const round of rows.rounds) round.termId = termId;
      const byHand = rows.rounds.length > 0 && (await this.enteredByHand(termId));
      parts.push(byHand ? { ...noRows(), units: rows.units } : rows);
    }
    const all = <Kind extends keyof BookRows>(kind: Kind) => parts.flatMap((rows) => rows[kind] as object[]);
    const rounds = all("rounds") as RoundRows[];
    const findings = all("findings") as TargetFindings[];
    await this.insert(sql.UNITS, all("units"));
    await this.insert(sql.ROUNDS, rounds);
    await this.insert(sql.AUTHORISATIONS, rounds, SEED_ACTOR);
    await this.insert(sql.FILINGS, rounds);
    await this.insert(sql.TARGETS, all("targets"));
    await this.insert(sql.CLUES, all("clues"), SEED_ACTOR);
    await this.insert(sql.APPOINTMENTS, all("appointments"));
    await this.insert(sql.RECTIFICATIONS, all("rectifications"));
    await this.insert(sql.ACTIONS, all("actions"), SEED_ACTOR);
    for (const part of partsOf(findings)) await this.writeFindings(part);
    await this.tell(rounds, findings);
  }

  /** Opens the term where the office has none of this committee.
   * @returns the id that it has */
  private async openTerm({ office, term }: BookPlan, newId: string): Promise<string> {
    const known = await this.client.query<{ id: string }>("select id from term where office = $1 and committee = $2", [
      office,
      term.committee,
    ]);
    if (known.rows[0]) return known.rows[0].id;
    await this.client.query(
      `insert into term (id, office, committee, ordinal, starts_on, ends_on)
       select $1, $2, $3, case when exists (select from term where office = $2 and ordinal = $4)
         then (select max(ordinal) + 1 from term where office = $2) else $4 end, $5, $6`,
      [newId, office, term.committee, term.ordinal, term.startsOn, term.endsOn],
    );
    return newId;
  }

  /** Rounds of the term that somebody entered stay as they are, and nothing is put beside them. */
  private async enteredByHand(termId: string): Promise<boolean> {
    const [from, to] = rangeOf(this.tier, this.set);
    const { rowCount } = await this.client.query(
      "select from round where term_id = $1 and not (id >= $2 and id < $3) limit 1",
      [termId, from, to],
    );
    return rowCount !== 0;
  }

  private async writeFindings(part: readonly TargetFindings[]): Promise<void> {
    const range = [part[0]?.first ?? 0, (part.at(-1)?.first ?? 0) + (part.at(-1)?.count ?? 0) - 1];
    const ids = range.map((number) => this.numbers.id("finding", number));
    const { focuses, categories } = await this.taxonomies();
    await this.pastTriggers(async () => {
      await this.insert(
        sql.FINDINGS,
        part,
        prefixOf(this.tier, this.set, "finding"),
        this.set.word,
        focuses,
        categories,
      );
      await this.client.query(sql.TEXTS, [...ids, SEED_ACTOR]);
    });
    const submitted = part.filter(({ publication }) => publication);
    await this.insert(sql.PUBLICATIONS, submitted, SEED_ACTOR, PUBLISHABLE);
    await this.pastTriggers(async () => {
      const publications = submitted.map(({ publication }) => publication);
      await this.client.query(sql.PROJECTION, [publications, PUBLISHABLE, ...ids]);
      if (this.withoutTriggers) await this.client.query(sql.CELLS, [...ids, PUBLISHABLE]);
    });
  }

  /** Where the writer may, it leaves triggers and foreign keys aside for what it makes itself of rows that are there. */
  private async pastTriggers(work: () => Promise<void>): Promise<void> {
    if (this.withoutTriggers) await this.client.query("set local session_replication_role = replica");
    await work();
    if (this.withoutTriggers) await this.client.query("set local session_replication_role = origin");
  }

  private async insert(statement: string, rows: readonly object[], ...more: unknown[]): Promise<void> {
    if (rows.length) await this.client.query(statement, [JSON.stringify(rows), ...more]);
  }

  private async taxonomies(): Promise<{ focuses: string[]; categories: string[] }> {
    const codes = async (kind: string) => {
      const { rows } = await this.client.query<{ code: string }>(
        "select distinct code from taxonomy_term where kind = $1 order by code",
        [kind],
      );
      return rows.map(({ code }) => code);
    };
    this.terms ??= { focuses: await codes("FOCUS"), categories: await codes("CATEGORY") };
    return this.terms;
  }

  /** One entry for each round that was loaded, and one for each publication, which is what other offices are told of. */
  private async tell(rounds: readonly RoundRows[], findings: readonly TargetFindings[]): Promise<void> {
    const published = findings.filter(({ publication }) => publication);
    const entries = [...rounds.map(roundLoaded), ...published.map(publicationLoaded)];
    if (entries.length) await appendJournal(rowsBy(this.client), SEED_ACTOR, new Date().toISOString(), entries);
  }
}

function roundLoaded({ id, office, targets, findings, submitted, ...round }: RoundRows): JournalEntry {
  const details = { targets, findings, submitted, synthetic: true };
  const objectVersion = round.version as number;
  return { office, event: "RoundLoaded", objectKind: "Round", objectId: id, objectVersion, details };
}

function publicationLoaded({ office, publication, target }: TargetFindings): JournalEntry {
  const details = { targetId: target, loaded: true };
  const objectId = publication as string;
  return { office, event: "PublicationSubmitted", objectKind: "Publication", objectId, objectVersion: 1, details };
}

/** Neighbouring targets, together about AT_ONCE findings. */
function partsOf(targets: readonly TargetFindings[]): TargetFindings[][] {
  const parts: TargetFindings[][] = [];
  let room = 0;
  for (const target of targets) {
    if (room <= 0) {
      parts.push([]);
      room = AT_ONCE;
    }
    parts.at(-1)?.push(target);
    room -= target.count;
  }
  return parts;
}
