import type { DataSource } from "typeorm";
import type { FindingStatus } from "../../../subgraphs/domain/finding/finding";
import { appendJournal } from "../../../subgraphs/journal/append";
import type { Db } from "../../../subgraphs/storage/db";
import { findFindingsToMove, saveFindings } from "../../../subgraphs/storage/finding/moving.repository";
import {
  lastPublishedVersion,
  publishFindings,
  supersede,
} from "../../../subgraphs/storage/publication/publication.repository";
import { PublicationRow } from "../../../subgraphs/storage/publication/publication.row";
import { Session } from "../../../subgraphs/storage/session";
import { aClerkOf, TARGETS } from "./book";

const STATUSES: FindingStatus[] = [
  "RECTIFYING",
  "CLAIMED_DONE",
  "VERIFIED",
  "CLOSED",
  "OBJECTED",
  "WITHDRAWN",
  "LONG_TERM",
];
const CATEGORIES = ["工程项目", "其他", "公益岗位"];

/** Numbers in [0, 1), the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One clerk at work: statuses, corrections and submissions of one office, each a business change in a transaction of its
 * own, as the person and under the policies. */
export class Writer {
  private readonly random: () => number;

  constructor(
    private readonly dataSource: DataSource,
    private readonly office: string,
    private readonly findingsOfTarget: number,
    seed: number,
  ) {
    this.random = randomOf(seed);
  }

  /** A finding's next status, or its correction; what nearly every change is. */
  moveOne(): Promise<void> {
    return this.change(async (db) => {
      const [finding] = await findFindingsToMove(db, [this.someFinding()]);
      if (!finding) throw new Error("the finding is gone");
      const status = this.pick(STATUSES);
      const category = this.random() < 0.2 ? this.pick(CATEGORIES) : finding.category;
      const version = finding.version + 1;
      await saveFindings(db, [
        { ...finding, status, category, version, previousStatus: "RECTIFYING", statusAt: now() },
      ]);
      const { office, id } = finding;
      const entry = {
        office,
        event: "FindingMoved",
        objectKind: "Finding",
        objectId: id,
        objectVersion: version,
      } as const;
      await appendJournal(db, aClerkOf(office).person, now(), [{ ...entry, details: { status } }]);
    });
  }

  /** A target's results go upward, in the place of what went before; or nothing stands any more. */
  submit(): Promise<void> {
    return this.change(async (db) => {
      const targetId = this.someTarget();
      await supersede(db, targetId);
      if (this.random() < 0.3) return;
      const version = ((await lastPublishedVersion(db, targetId))?.version ?? 0) + 1;
      const [target] = await db.rows<{ roundId: string; unitId: string; region: string }>(
        "select round_id, unit_id, region from round_target where id = $1",
        [targetId],
      );
      if (!target) throw new Error("the target is gone");
      const listed = await db.rows<{ findingId: string }>(
        "select id as finding_id from finding where target_id = $1 and ordinal % 2 = 1",
        [targetId],
      );
      const publication = {
        ...target,
        id: `${targetId}-v${version}`,
        office: this.office,
        officeCity: this.office.slice(0, 4),
        officeProvince: this.office.slice(0, 2),
        targetId,
        version,
        status: "SUBMITTED",
        revision: 1,
        isCurrent: true,
        manifest: listed,
        manifestHash: "",
        submittedAt: now(),
        submittedBy: aClerkOf(this.office).person,
      };
      await db.manager.insert(PublicationRow, publication as never);
      await publishFindings(db, publication as never);
    });
  }

  /** Mostly moves, now and then a submission. */
  step(): Promise<void> {
    return this.random() < 0.05 ? this.submit() : this.moveOne();
  }

  private async change(work: (db: Db) => Promise<void>): Promise<void> {
    const session = new Session(this.dataSource, aClerkOf(this.office));
    await session.write(async (db) => {
      await work(db);
      return {};
    });
  }

  private someTarget(): string {
    return `county:target-${this.office}-${1 + Math.floor(this.random() * TARGETS)}`;
  }

  private someFinding(): string {
    return `${this.someTarget()}-${1 + Math.floor(this.random() * this.findingsOfTarget)}`;
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.random() * items.length)] as Item;
  }
}

function now(): string {
  return `${new Date().toISOString().slice(0, -1)}000Z`;
}
