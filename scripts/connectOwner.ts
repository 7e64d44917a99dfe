import { Client } from "pg";

/** Connects to a database as its owner.
 * @param name who asks, for whoever looks at the database's connections
 * @throws Error that says what to start or to set where nothing answers */
export async function connectOwner(url: string, name: string, options?: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: name, options });
  try {
    await client.connect();
    return client;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ECONNREFUSED") throw cause;
    const place = `${client.host}:${client.port}`;
    const advice =
      "run npm start first, or start the site's database (DATABASE_PORT or OWNER_DATABASE_URL names another)";
    throw new Error(`the database at ${place} does not answer: ${advice}`, { cause });
  }
}
