import type { GatewayClient } from "../client/gatewayClient";
import { findSavedOperation } from "../client/savedOperation";

export interface Coverage {
  due: number;
  inspected: number;
}

interface TermAnswer {
  committee: string;
  startsOn?: string;
  endsOn: string | null;
  coverage: Coverage;
}

interface TargetAnswer {
  note?: string | null;
  region: { code: string };
  unit?: { id: string; kind: string } | null;
  team: { person: string; role: string }[];
  rectification?: { evaluation: string | null; evaluatedOn: string | null } | null;
}

export interface RoundAnswer {
  ordinal: number;
  kind?: string;
  authorisedOn?: string;
  startsOn?: string | null;
  endsOn?: string | null;
  days?: number | null;
  term: { committee: string };
  figures: { total: number; rectified?: number } | null;
  declaredClues: { declared: number | null } | null;
  targets: { nodes: TargetAnswer[] };
}

interface Rounds {
  rounds: { nodes: RoundAnswer[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}
interface ProvinceAnswer {
  provinceOffice: Rounds & { terms: TermAnswer[] };
  region: { children: { code: string }[] };
}
interface CityAnswer {
  cityOffice: { terms: TermAnswer[]; counties: { code: string; terms: TermAnswer[] }[] };
}
interface CountyAnswer {
  countyOffice: Rounds;
}

interface ActionsAnswer {
  countyOffice: {
    immediateActionFigures: {
      kinds: { kind: string; confirmed: number }[];
      recovered: { amount: string; qualifier: string } | null;
      peopleHelped: { count: number; qualifier: string } | null;
      householdsHelped: { count: number; qualifier: string } | null;
    };
    immediateActions: { nodes: { status: string; description: string }[] };
  };
}

/** What the gateway tells the accounts of the demonstration, by the saved operations; each is asked once. */
export class Answers {
  readonly #asked = new Map<string, Promise<unknown>>();

  constructor(private readonly clientOf: (account: string) => GatewayClient) {}

  province(office: string): Promise<ProvinceAnswer> {
    return this.once(`province ${office}`, () =>
      this.askPages(
        `province:${office}.director`,
        "figures-province",
        office,
        (page: ProvinceAnswer) => page.provinceOffice,
      ),
    );
  }

  /** A city and its counties as the province sees them. */
  city(office: string): Promise<CityAnswer> {
    const account = `province:${office.slice(0, 2)}.director`;
    return this.once(`city ${office}`, () => this.ask(account, "figures-city", { office }));
  }

  /** A county's book as its own office sees it. */
  county(office: string): Promise<CountyAnswer> {
    return this.countyFrom(`county:${office}`, office);
  }

  /** A county's filed rounds and submitted results as an office above sees them. */
  countyFrom(reader: string, office: string): Promise<CountyAnswer> {
    return this.once(`county ${office} from ${reader}`, () =>
      this.askPages(`${reader}.director`, "figures-county", office, (page: CountyAnswer) => page.countyOffice),
    );
  }

  actions(office: string): Promise<ActionsAnswer> {
    return this.once(`actions ${office}`, () =>
      this.ask(`county:${office}.director`, "immediate-actions:ImmediateActions", { office }),
    );
  }

  private once<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const asked = this.#asked.get(key) ?? ask();
    this.#asked.set(key, asked);
    return asked as Promise<Answer>;
  }

  /** All rounds of an office, page by page. */
  private async askPages<Answer>(
    account: string,
    operation: string,
    office: string,
    roundsOf: (page: Answer) => Rounds,
  ): Promise<Answer> {
    const first = await this.ask<Answer>(account, operation, { office });
    const { rounds } = roundsOf(first);
    let { pageInfo } = rounds;
    while (pageInfo.hasNextPage) {
      const next = await this.ask<Answer>(account, operation, { office, after: pageInfo.endCursor });
      rounds.nodes.push(...roundsOf(next).rounds.nodes);
      pageInfo = roundsOf(next).rounds.pageInfo;
    }
    return first;
  }

  private ask<Answer>(account: string, operation: string, variables: Record<string, unknown>): Promise<Answer> {
    return this.clientOf(account).ask<Answer>(findSavedOperation(operation) ?? "", variables);
  }
}

/** Distinct values of a list. */
export function distinct<Row>(rows: readonly Row[], value: (row: Row) => string): number {
  return new Set(rows.map(value)).size;
}

export function inTerm(rounds: readonly RoundAnswer[], committee: string, ...ordinals: number[]): RoundAnswer[] {
  return rounds.filter(
    ({ term, ordinal }) => term.committee === committee && (ordinals.length === 0 || ordinals.includes(ordinal)),
  );
}

export function targetsOf(rounds: readonly RoundAnswer[]): TargetAnswer[] {
  return rounds.flatMap(({ targets }) => targets.nodes);
}

export function leadersOf(rounds: readonly RoundAnswer[]): string[] {
  const people = targetsOf(rounds).flatMap(({ team }) => team);
  return [...new Set(people.filter(({ role }) => role === "LEADER").map(({ person }) => person))];
}
