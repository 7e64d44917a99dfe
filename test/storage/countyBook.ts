import { Client } from "pg";
import type { DataSource } from "typeorm";
import type { Standing } from "../../schema/contract/standing";
import { createTierDataSource } from "../../subgraphs/storage/dataSource";
import { Session } from "../../subgraphs/storage/session";
import { createTierDatabase, type TierDatabase } from "../support/database";

/** The empty book of two fictional counties, 990101 and 990102. */
export interface CountyBook {
  database: TierDatabase;
  dataSource: DataSource;
  /** a connection of its own, ended with the book; `admin` is the superuser */
  connect(role: keyof TierDatabase["urls"] | "admin"): Promise<Client>;
  /** an operation of a person of the office */
  session(standing: Standing): Session;
  dispose(): Promise<void>;
}

export function aClerk(rights: Partial<Standing> = {}): Standing {
  return {
    person: "county:990101.clerk",
    tier: "COUNTY",
    office: "990101",
    roles: ["CLERK"],
    recusals: [],
    rightsEpoch: 1,
    ...rights,
  };
}

export async function openCountyBook(): Promise<CountyBook> {
  const database = await createTierDatabase("COUNTY");
  const dataSource = await createTierDataSource(database.urls.subgraph).initialize();
  const clients: Client[] = [];
  const connect: CountyBook["connect"] = async (role) => {
    const client = new Client({
      connectionString: role === "admin" ? database.adminUrl : database.urls[role],
      options: "-c TimeZone=UTC",
    });
    await client.connect();
    clients.push(client);
    return client;
  };
  const owner = await connect("owner");
  await owner.query(`insert into office (code, id, name, enrolment) values
    ('990101', 'county:AAAAAAAAAAAAAAAAAAAAA1', '甲县', 'ENROLLED'),
    ('990102', 'county:AAAAAAAAAAAAAAAAAAAAA2', '乙县', 'ENROLLED')`);
  return {
    database,
    dataSource,
    connect,
    session: (standing) => new Session(dataSource, standing),
    async dispose() {
      await Promise.all(clients.map((client) => client.end()));
      await dataSource.destroy();
      await database.dispose();
    },
  };
}

/** Whether a connection to this database waits for a lock that another one holds. */
export async function somebodyWaits(observer: Client): Promise<boolean> {
  const { rowCount } = await observer.query(
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rowCount !== 0;
}
