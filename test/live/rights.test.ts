import { GatewayUnderTest, STANDING } from "../support/gatewayUnderTest";
import { RawSocket } from "../support/rawSocket";

const TICKS = "subscription { countyTicks(region: 990101) { kind word } }";
const EVERY_MS = 100;

let platform: GatewayUnderTest;
beforeAll(async () => {
  platform = await new GatewayUnderTest().start({
    live: { sockets: 50, socketsPerPerson: 50, groups: 20, signInsPerSecond: 500, rightsEveryMs: EVERY_MS },
  });
});
afterAll(() => platform.stop());

async function following(name: string) {
  const { standings } = platform.tiers.county;
  const person = `county:990101.${name}`;
  standings.set(person, { ...STANDING, person });
  const socket = await RawSocket.signedIn(platform.gateway.url, await platform.issuer.tokenOf(person));
  socket.subscribe("s", TICKS);
  expect(kindOf(await socket.next())).toBe("STARTED");
  return { person, socket, standings };
}

const kindOf = ({ payload }: { payload?: { data?: { countyTicks?: { kind: string } } } }) =>
  payload?.data?.countyTicks?.kind;

test("who is recused, and whose role is taken away, hears of it where nothing happens; nobody else hears anything", async () => {
  const [recused, demoted, stays] = await Promise.all(["recused", "demoted", "stays"].map(following));
  recused?.standings.set(recused.person, {
    ...STANDING,
    person: recused.person,
    recusals: [{ scope: "REGION", subject: "990101001" }],
  });
  demoted?.standings.set(demoted.person, { ...STANDING, person: demoted.person, roles: ["DISPLAY"] });
  for (const each of [recused, demoted]) expect(kindOf((await each?.socket.next()) as object)).toBe("RIGHTS_CHANGED");
  expect(stays?.socket.heard.slice(2)).toEqual([]);
  for (const each of [recused, demoted, stays]) await each?.socket.close();
});

test("whose account is closed is sent away where nothing happens", async () => {
  const { person, socket, standings } = await following("leaves");
  standings.delete(person);
  expect(await socket.ended()).toMatchObject({ code: 4403 });
});
