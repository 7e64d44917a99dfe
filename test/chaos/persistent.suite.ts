import { Persistent } from "../../scripts/chaos/persistent";
import { GatewayError } from "../../scripts/client/gatewayClient";

/** @param codes with which the gateway answers, one after the other; the last again and again, and none is an answer */
function asking(...codes: string[]): Persistent {
  const ask = async () => {
    const code = codes.length > 1 ? codes.shift() : codes[0];
    if (code) throw new GatewayError(code, "");
    return "an answer";
  };
  return new Persistent({ as: () => ({ ask: ask as <Data>() => Promise<Data> }) });
}

describe("people who ask until they have an answer", () => {
  test("ask again after what passes, and after nothing else", async () => {
    const people = asking("TIER_UNAVAILABLE", "OVERLOADED", "");
    expect(await people.ask("somebody", "{ q }")).toBe("an answer");
    expect(people.tries).toBe(3);
    await expect(asking("FORBIDDEN").ask("somebody", "{ q }")).rejects.toThrow("FORBIDDEN");
  });

  test("do not ask again once they have given up: nothing holds the process then", async () => {
    const people = asking("TIER_UNAVAILABLE");
    const asked = people.ask("somebody", "{ q }");
    people.giveUp();
    await expect(asked).rejects.toThrow("aborted");
    expect(people.tries).toBe(1);
    await expect(people.ask("somebody", "{ q }")).rejects.toThrow("aborted");
    expect(people.tries).toBe(2);
  });
});
