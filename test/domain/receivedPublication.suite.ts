import { decide } from "../../subgraphs/domain/lifecycle";
import {
  DECISIONS,
  type PublicationStatus,
  type ReceivedCommand,
} from "../../subgraphs/domain/publication/publication";
import { receivedPublicationTransitions } from "../../subgraphs/domain/publication/transitions";
import { isRefused } from "../../subgraphs/domain/refusals";

const DIRECTOR = { person: "city:9901.director", office: "9901", roles: ["DIRECTOR"], teamRoles: [] } as const;
const ALL_MET = {
  DIRECT_SUPERIOR_REQUIRED: true,
  CURRENT_VERSION_REQUIRED: true,
  SOMEBODY_ELSE_REQUIRED: true,
  REASON_REQUIRED: true,
};

function tries(command: ReceivedCommand, unmet: Partial<typeof ALL_MET> = {}, status: PublicationStatus = "SUBMITTED") {
  const received = { id: "county:AAAAAAAAAAAAAAAAAAAAAA", office: "9901", status, version: 1 };
  const outcome = decide<PublicationStatus, ReceivedCommand, typeof receivedPublicationTransitions>(
    receivedPublicationTransitions,
    received,
    command,
    DIRECTOR,
    { ...ALL_MET, ...unmet },
  );
  return isRefused(outcome) ? outcome.refused : outcome.to;
}

test("a received version is accepted by its direct superior, once, while it stands", () => {
  expect(tries("ACCEPT")).toBe("ACCEPTED");
  expect(tries("RETURN")).toBe("RETURNED");
  for (const command of DECISIONS) {
    expect(tries(command, { DIRECT_SUPERIOR_REQUIRED: false })).toBe("DIRECT_SUPERIOR_REQUIRED");
    expect(tries(command, { CURRENT_VERSION_REQUIRED: false })).toBe("CURRENT_VERSION_REQUIRED");
    for (const status of ["ACCEPTED", "RETURNED", "RECALLED"] as const) {
      expect(tries(command, {}, status)).toBe("ILLEGAL_TRANSITION");
    }
  }
});

test("nobody accepts what the own office has entered for the office below; to return it needs a reason and no more", () => {
  expect(tries("ACCEPT", { SOMEBODY_ELSE_REQUIRED: false })).toBe("SOMEBODY_ELSE_REQUIRED");
  expect(tries("RETURN", { SOMEBODY_ELSE_REQUIRED: false })).toBe("RETURNED");
  expect(tries("RETURN", { REASON_REQUIRED: false })).toBe("REASON_REQUIRED");
});
