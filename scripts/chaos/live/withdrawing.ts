import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { nameOfTier, type Tier } from "../../../schema/contract/tier";
import { carryOut, parseCommand } from "../../account";
import { Random, seedOf } from "../../random";
import type { Cluster } from "../clusters";
import { personOf, tierOf } from "../offices";
import type { Mutation, Persistent } from "../persistent";
import type { Withdrawn } from "./endings";
import type { Reader } from "./followers";

const DECLARE: Mutation = ["declareTierRecusal", "DeclareRecusalInput", "Recusal", "version: id"];
const AGAIN_MS = 200;

type RightsWithdrawn = Withdrawn & { unit?: string };

interface Planned {
  reader: Reader;
  /** it happens when so many acts have ended */
  after: number;
}

/** Takes rights away while everything goes on, each at its place among the acts. */
export class Withdrawing {
  readonly done = new Map<string, RightsWithdrawn>();
  private readonly due: Planned[];
  private readonly under: Promise<void>[] = [];
  private ended = 0;
  private readonly over = new AbortController();

  /** @param unit whose events those hear no more who are recused */
  constructor(
    seed: number,
    acts: number,
    readers: readonly Reader[],
    private readonly clusters: Record<string, Cluster>,
    private readonly people: Persistent,
    private readonly unit: string,
  ) {
    const random = new Random(seedOf(seed, "withdrawn"));
    const withdrawn = readers.filter(({ fate }) => fate === "DEMOTED" || fate === "CLOSED" || fate === "RECUSED");
    // in the middle of the run: there is something before and after each
    const planned = withdrawn.map((reader) => ({
      reader,
      after: random.int(Math.floor(acts / 4), Math.floor((acts * 3) / 4)),
    }));
    this.due = planned.sort((a, b) => a.after - b.after);
  }

  /** To be told after each act. */
  actEnded(): void {
    this.ended++;
    for (let next = this.due[0]; next && next.after <= this.ended; next = this.due[0]) {
      this.due.shift();
      const work = this.withdraw(next.reader);
      work.catch(() => {}); // whoever waits for all hears of it
      this.under.push(work);
    }
  }

  /** @throws where one could not be carried out */
  async allDone(): Promise<void> {
    await Promise.all(this.under);
    if (this.due.length) throw new Error(`${this.due.length} rights were never withdrawn`);
  }

  /** What is not withdrawn yet stays. */
  stop(): void {
    this.over.abort();
  }

  private async withdraw(reader: Reader): Promise<void> {
    const { person, office, fate } = reader;
    const from = Date.now();
    if (fate === "RECUSED") await this.recuse(reader);
    else
      await this.operate(
        tierOf(office),
        fate === "CLOSED" ? ["close", person] : ["roles", person, "--roles", "CUSTODIAN"],
      );
    this.done.set(person, { from, until: Date.now(), ...(fate === "RECUSED" && { unit: this.unit }) });
  }

  private async recuse({ person, office }: Reader): Promise<void> {
    const input = { accountId: person, kind: "KIN", scope: "UNIT", subject: this.unit };
    const outcome = await this.people.change(personOf(office, "director"), office, DECLARE, input);
    if ("refused" in outcome) throw new Error(`the recusal of ${person} is refused: ${outcome.refused}`);
  }

  /** As an operator does it, who tries until the database answers. */
  private async operate(tier: Tier, words: string[]): Promise<void> {
    const command = parseCommand(words);
    for (;;) {
      const client = new Client({ connectionString: this.clusters[nameOfTier(tier)]?.urls.owner });
      client.on("error", () => {}); // told by the command itself
      try {
        await client.connect();
        await carryOut(client, command);
        return;
      } catch {
        await pause(AGAIN_MS, undefined, { signal: this.over.signal });
      } finally {
        await client.end().catch(() => {}); // it is gone already
      }
    }
  }
}
