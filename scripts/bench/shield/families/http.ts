import type { Random } from "../../../random";
import { type Families, post } from "./family";

const BODY = Buffer.from(JSON.stringify({ query: "{ viewer { person } }" }));
const refused = true;

/** Lines of a request as they are, and whatever follows. */
function raw(lines: string[], body: Buffer | string = ""): Buffer {
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`), Buffer.from(body)]);
}

const START = ["POST /graphql HTTP/1.1", "host: gateway", "connection: close", "content-type: application/json"];

function smuggled(random: Random, authorization: string): Buffer {
  const signed = [...START, `authorization: ${authorization}`];
  const hidden = "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n";
  return random.one([
    raw([...signed, `content-length: ${BODY.length}`, "transfer-encoding: chunked"], `0\r\n\r\n${hidden}`),
    raw([...signed, `content-length: ${BODY.length}`, "content-length: 5"], BODY),
    raw([...signed, "transfer-encoding: chunked", "transfer-encoding: identity"], `0\r\n\r\n${hidden}`),
    raw([...signed, "transfer-encoding: xchunked"], hidden),
    raw([...signed, "transfer-encoding : chunked"], `0\r\n\r\n${hidden}`),
    raw([...signed, "content-length: +5"], BODY),
    raw([...signed, "content-length: -1"], BODY),
    raw([...signed, "content-length: 1e3"], BODY),
    raw([...signed, "transfer-encoding: chunked"], `zz\r\n${hidden}`),
    raw([...signed, `x-a: b\r\n folded: ${random.int(0, 99)}`, `content-length: ${BODY.length}`], BODY),
    raw([...signed, "x-a: b\nx-b: c", `content-length: ${BODY.length}`], BODY),
    raw([...signed, "x\u0000: 1", `content-length: ${BODY.length}`], BODY),
  ]);
}

/** Requests whose shape is the weapon. */
export const httpFamilies: Families = {
  "smuggled headers": [
    30,
    (random) => ({ wire: (authorization) => ({ chunks: [smuggled(random, authorization)] }), silence: true }),
  ],
  "huge headers": [
    6,
    (random) => ({
      wire: (authorization) => ({
        chunks: [post({ authorization, "x-a": "x".repeat(random.int(16_000, 200_000)) }, BODY)],
      }),
      refused,
      silence: true,
    }),
  ],
  "very many headers": [
    4,
    (random) => ({
      wire: (authorization) => ({
        chunks: [
          post(
            {
              authorization,
              ...Object.fromEntries(Array.from({ length: random.int(500, 1_900) }, (_, i) => [`x-${i}`, "1"])),
            },
            BODY,
          ),
        ],
      }),
      silence: true,
    }),
  ],
  "an identity of one's own": [
    10,
    (random, _, value) => ({
      wire: () => ({
        chunks: [
          post({ "x-platform-internal-token": value, "x-platform-person": `county:990101.${random.int(0, 9)}` }, BODY),
        ],
      }),
      refused,
    }),
  ],
  "a token that is none": [
    15,
    (random, _, value) => {
      const authorization = random.one([
        "",
        "Bearer",
        `Bearer ${value}`,
        `Basic ${value}`,
        "Bearer a.b.c",
        `Bearer ${"a".repeat(9_000)}.b.c`,
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJjb3VudHk6OTkwMTAxLmNsZXJrIn0.",
      ]);
      return { wire: () => ({ chunks: [post({ authorization }, BODY)] }), refused };
    },
  ],
  "another kind of body": [
    15,
    (random) => {
      const type = random.one([
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=utf-16",
        "application/jsonx",
        "image/png",
        "",
        "*/*",
      ]);
      return { wire: (authorization) => ({ chunks: [post({ authorization, "content-type": type }, BODY)] }), refused };
    },
  ],
  "a packed body": [
    5,
    (random) => ({
      wire: (authorization) => ({
        chunks: [
          post(
            { authorization, "content-encoding": random.one(["gzip", "deflate", "br"]) },
            Buffer.from([0x1f, 0x8b, 8, 0, random.int(0, 255)]),
          ),
        ],
      }),
      refused,
    }),
  ],
  "an answer in another form": [
    10,
    (random, _, value) => ({
      wire: (authorization) => ({
        chunks: [
          post(
            {
              authorization,
              accept: random.one([
                "text/html",
                "multipart/mixed",
                "image/*",
                value,
                "application/json;q=0",
                `${"a/b,".repeat(2_000)}`,
              ]),
            },
            BODY,
          ),
        ],
      }),
      refused,
    }),
  ],
  "another method or path": [
    25,
    (random, _, value) => {
      const method = random.one(["GET", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"]);
      const path = random.one([
        "/graphql?query={viewer{person}}",
        `/graphql/${value}`,
        "/%",
        "/graphql/../files/x",
        `/files/${value}`,
        `/${"a".repeat(9_000)}`,
        "/graphql%00",
        "//graphql",
        "http://other/graphql",
      ]);
      return {
        wire: (authorization) => ({
          chunks: [
            raw([
              `${method} ${path} HTTP/1.1`,
              "host: gateway",
              "connection: close",
              `authorization: ${authorization}`,
            ]),
          ],
        }),
        silence: true,
      };
    },
  ],
  "no HTTP at all": [
    10,
    (random, _, value) => ({
      wire: () => ({
        chunks: [
          Buffer.from(
            random.one([
              value,
              "\r\n\r\n",
              "GET\r\n\r\n",
              "\u0016\u0003\u0001\u0002\u0000",
              `POST /graphql HTTP/9.9\r\n\r\n`,
              "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            ]),
          ),
        ],
        hangUp: random.next() < 0.5,
      }),
      silence: true,
    }),
  ],
  "a slow body": [
    6,
    (random) => ({
      wire: (authorization) => {
        const whole = post({ authorization }, BODY);
        const cut = whole.length - BODY.length;
        return {
          chunks: [
            whole.subarray(0, cut),
            ...Array.from(BODY.subarray(0, 6), (byte) => Buffer.from([byte])),
            BODY.subarray(6),
          ],
          pauseMs: random.int(5, 40),
        };
      },
    }),
  ],
  "a body that never ends": [
    8,
    (random) => ({
      wire: (authorization) => ({
        chunks: [post({ authorization, "content-length": String(random.int(100, 4_000_000)) }, BODY)],
        pauseMs: 1,
        hangUp: true,
      }),
      silence: true,
    }),
  ],
};
