import { ERROR_CODES } from "../../schema/contract/errorCodes";
import { errorsDocument } from "../../scripts/errors";
import { whatMigrationsSay } from "../../scripts/inForce";
import { type Lifecycle, lifecyclesDocument } from "../../scripts/lifecycles";
import { REFUSALS } from "../../subgraphs/domain/refusals";

test("what several migrations say of one thing is named with the last of them", () => {
  const said = whatMigrationsSay([
    [
      "0001_a",
      "create view mine as select 1;\ncreate policy reads on finding for select using (true);\n-- create view old",
    ],
    [
      "0002_b",
      "create or replace view mine as select 2;\n  alter policy reads on finding using (false);\ncreate function f() returns",
    ],
    [
      "0003_c",
      "drop view mine;\ndrop policy if exists reads on finding;\ncreate policy reads on finding for select using (true);",
    ],
  ]);
  expect(Object.fromEntries(said)).toEqual({
    "view mine": { migrations: ["0001_a", "0002_b", "0003_c"], gone: true },
    "policy reads on finding": { migrations: ["0001_a", "0002_b", "0003_c"], gone: false },
    "function f": { migrations: ["0002_b"], gone: false },
  });
});

const gate: Lifecycle = {
  title: "Gate",
  titleZh: "门",
  table: {
    SHUT: { OPEN: { to: "AJAR", event: "GateOpened", by: ["CLERK", "DIRECTOR"], requires: ["REASON_REQUIRED"] } },
    AJAR: { CLOSE: { to: "SHUT", event: "GateClosed", by: ["PLATFORM"] } },
    BRICKED_UP: {},
  },
};

test("a life cycle is drawn with its begin, its commands and its ends", () => {
  expect(lifecyclesDocument([gate])).toContain(
    [
      "## Gate 门",
      "",
      "```mermaid",
      "stateDiagram-v2",
      "  [*] --> SHUT",
      "  SHUT --> AJAR: OPEN",
      "  AJAR --> SHUT: CLOSE",
      "  BRICKED_UP --> [*]",
      "```",
    ].join("\n"),
  );
});

test("a transition names who may, what it requires and its journal entry", () => {
  expect(lifecyclesDocument([gate])).toContain(
    "| SHUT | `OPEN` | AJAR | CLERK, DIRECTOR | [REASON_REQUIRED](errors.md#reason-required) | GateOpened |",
  );
});

test("a status that no command reaches is named", () => {
  expect(lifecyclesDocument([gate])).toContain("No command leads to BRICKED_UP yet.");
});

test("every error and every refusal is documented", () => {
  const text = errorsDocument();
  for (const code of [...Object.keys(ERROR_CODES), ...Object.keys(REFUSALS)]) expect(text).toContain(`\`${code}\``);
});
