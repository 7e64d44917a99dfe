import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { type CutKind, Line } from "../../scripts/chaos/cuts";

let echo: Server;
let line: Line;
const open: Socket[] = [];
beforeEach(async () => {
  echo = createServer((socket) => socket.on("error", () => {}).pipe(socket)).listen(0, "127.0.0.1");
  await once(echo, "listening");
  line = await Line.open((echo.address() as AddressInfo).port);
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await line.close();
  await new Promise((closed) => echo.close(closed));
});

function call(): Socket {
  const socket = connect(line.port, "127.0.0.1");
  socket.setEncoding("utf8").on("error", () => {});
  open.push(socket);
  return socket;
}
/** With or without an error. */
const ended = (socket: Socket) => new Promise((done) => socket.once("close", done));
const answerTo = async (socket: Socket, words: string) => {
  socket.write(words);
  return (await once(socket, "data"))[0];
};
/** Longer than a word takes over an open line: what is not there then was not carried. */
const isSilent = (socket: Socket) =>
  Promise.race([once(socket, "data").then(() => false), answerTo(connectedBeside(), "still here").then(() => true)]);
const connectedBeside = () => {
  const socket = connect((echo.address() as AddressInfo).port, "127.0.0.1").setEncoding("utf8");
  open.push(socket);
  return socket;
};

test("an open line carries both ways, and the end of one side to the other", async () => {
  const socket = call();
  expect(await answerTo(socket, "a")).toBe("a");
  socket.end();
  await once(socket, "end");
});

test("a refused line ends what runs over it and takes nothing more, until it is healed", async () => {
  const [before, by] = [call(), {}];
  await answerTo(before, "a");
  line.cut("REFUSE", by);
  await ended(before);
  const during = call();
  during.write("b");
  await ended(during);
  line.heal(by);
  expect(await answerTo(call(), "c")).toBe("c");
});

test.each<[CutKind, string[]]>([
  ["SILENCE", ["b", "c"]],
  ["FORGET", []],
])("%s: nothing is carried and nobody hears why; healed, it goes on for whom it should", async (kind, late) => {
  const [before, by] = [call(), {}];
  await answerTo(before, "a");
  line.cut(kind, by);
  const during = call();
  before.write("b");
  during.write("c");
  expect(await Promise.all([isSilent(before), isSilent(during)])).toEqual([true, true]);
  const arrived = Promise.all([once(before, "data"), once(during, "data")]);
  line.heal(by);
  if (late.length) expect((await arrived).flat()).toEqual(late);
  else expect(await Promise.all([isSilent(before), isSilent(during)])).toEqual([true, true]);
  expect(await answerTo(call(), "d")).toBe("d");
  expect([before.destroyed, during.destroyed]).toEqual([false, false]);
});

test("what runs over a line is broken off, and the next is carried", async () => {
  const before = call();
  await answerTo(before, "a");
  line.drop();
  await ended(before);
  expect(await answerTo(call(), "b")).toBe("b");
});

test("whoever cut a line first does not heal what somebody else has cut since", async () => {
  const [first, second] = [{}, {}];
  line.cut("SILENCE", first);
  line.cut("REFUSE", second);
  line.heal(first);
  const refused = call();
  refused.write("a");
  await ended(refused);
  line.heal(second);
  expect(await answerTo(call(), "b")).toBe("b");
});
