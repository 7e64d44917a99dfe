import { ERROR_CODES } from "../../schema/contract/errorCodes";
import { errorsDocument } from "../../scripts/errors";
import { type Lifecycle, lifecyclesDocument } from "../../scripts/lifecycles";
import { REFUSALS } from "../../subgraphs/domain/refusals";

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
