import type { Standing } from "../../schema/contract/standing";
import { GatewayUnderTest, STANDING } from "../support/gatewayUnderTest";
import { RawSocket } from "../support/rawSocket";

export const TICKS =
  "subscription ($after: String) { countyTicks(region: 990101, after: $after) { cursor kind word } }";

/** What the text says where the variable is left out. */
export const CONDITION = "subscription ($b: Boolean = true) { countyTicks { kind word @include(if: $b) } }";

/** One gateway for all parts of the file, with room for hundreds that follow. */
export let platform: GatewayUnderTest;
beforeAll(async () => {
  platform = await new GatewayUnderTest().start({
    live: { sockets: 600, socketsPerPerson: 500, groups: 20, signInsPerSecond: 2_000 },
  });
});
afterAll(() => platform.stop());

export const county = () => platform.tiers.county;
export const tick = (...words: string[]) => county().ticks.tick(...words);
export const signedIn = (token = platform.token) => RawSocket.signedIn(platform.gateway.url, token);

/** One more person of the county, with an own token. */
export async function aPerson(
  name: string,
  changes: Partial<Standing> = {},
): Promise<{ person: string; token: string }> {
  const person = `county:${name}`;
  county().standings.set(person, { ...STANDING, person, ...changes });
  return { person, token: await platform.issuer.tokenOf(person) };
}

/** A socket that follows the ticks, and has begun. */
export async function following(token?: string, variables?: object): Promise<RawSocket> {
  const socket = await signedIn(token);
  socket.subscribe("s", TICKS, variables);
  return socket;
}

export const wordOf = ({ payload }: { payload?: { data?: Record<string, { word?: string; kind: string }> } }) => {
  const told = Object.values(payload?.data ?? {})[0];
  return told?.word ?? told?.kind;
};
