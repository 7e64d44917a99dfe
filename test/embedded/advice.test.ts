import { closest } from "../../scripts/client/closest";
import { connectOwner } from "../../scripts/connectOwner";
import { freePort } from "../../scripts/supervisor/ports";

describe("what a command says that cannot do what it was asked", () => {
  test("where no database listens: which one, and what to start", async () => {
    const port = await freePort();
    const asked = connectOwner(`postgres://county_owner:secret@127.0.0.1:${port}/county`, "reconcile");
    await expect(asked).rejects.toThrow(`the database at 127.0.0.1:${port} does not answer: run npm start first`);
    await expect(asked).rejects.not.toThrow("secret");
  });

  test("where a name is mistyped: what is closest to it, by any of its names", () => {
    const names = ["rounds", "move-findings", "Q14-waiting:DecidePublications", "finding", "register", "look-back"];
    const ofFile = (name: string) => [name, name.split(":")[0] as string];
    expect(closest("move-finding", names, ofFile)[0]).toBe("move-findings");
    expect(closest("Q14-waitin", names, ofFile)[0]).toBe("Q14-waiting:DecidePublications");
    expect(closest("x", names, ofFile)).toHaveLength(5);
  });
});
