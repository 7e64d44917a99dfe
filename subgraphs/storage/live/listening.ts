import type { ClientBase } from "pg";

/** Has the connection hear the bell that the worker rings. Policies ask who it is: it reads a number and nothing else. */
export async function listenLive(client: ClientBase): Promise<void> {
  await client.query("select set_config('app.person', 'live', false)");
  await client.query("listen live");
}

/** @returns up to which number the journal was read for those who follow it */
export async function findLiveHead(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ number: string | number }>("select number from live_progress");
  return Number(rows[0]?.number ?? 0);
}
