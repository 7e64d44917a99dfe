import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

// A server with every fault that the measurement looks for: the path names the fault.
const [canary = "", value = ""] = process.argv.slice(2);
const kept: string[] = [];
let isBusy = false;

const send = (response: ServerResponse, status: number, message: string, code = "BAD_USER_INPUT") =>
  response.writeHead(status).end(JSON.stringify({ errors: [{ message, extensions: { code } }] }));

function burn(ms: number): void {
  const before = process.cpuUsage();
  while (process.cpuUsage(before).user < ms * 1_000);
}

const FAULTS: Record<string, (response: ServerResponse) => void> = {
  graphql: (response) => send(response, 400, "no"),
  NONE: (response) => send(response, 400, "no"),
  NO_ANSWER: (response) => response.destroy(),
  DEFECT: (response) => send(response, 500, "no", "INTERNAL_SERVER_ERROR"),
  NOT_REFUSED: (response) => response.writeHead(200).end('{"data":{}}'),
  NO_CODE: (response) => response.writeHead(400).end("<html>"),
  LEAK: (response) => send(response, 400, `no such table in ${canary}`),
  STACK: (response) => send(response, 400, "Error\n    at Object.run (/srv/dist/gateway/index.js:1:1)"),
  REPEATS_VALUE: (response) => send(response, 400, `got ${value}`),
  SUGGESTION: (response) => send(response, 400, 'Did you mean "title"?'),
  SLOW: (response) => {
    burn(150);
    send(response, 400, "no");
  },
  LOG_LEAK: (response) => {
    process.stderr.write(`${canary}\n`);
    send(response, 400, "no");
  },
  GROWS: (response) => {
    kept.push("x".repeat(100) + performance.now());
    for (let i = 0; i < 20_000; i++) kept.push(`${performance.now()} is kept`);
    send(response, 400, "no");
  },
  BUSY: (response) => {
    // little at a time: what is asked meanwhile is not charged with it
    if (!isBusy) setInterval(() => burn(3), 50).unref();
    isBusy = true;
    send(response, 400, "no");
  },
  DIED: () => process.exit(1),
};

const server = createServer((request, response) => {
  request.resume().on("end", () => FAULTS[(request.url ?? "").slice(1)]?.(response));
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`{"url":"http://127.0.0.1:${(server.address() as AddressInfo).port}"}\n`);
});
