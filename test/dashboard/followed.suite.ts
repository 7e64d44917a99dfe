import type { Page } from "playwright-core";
import type { TestPlatform } from "../support/platform";
import type { UnitSide } from "../support/unitSide";
import { until } from "../support/until";
import type { Desk } from "./desk";

const FOLLOWER = "city:9901.follower";

interface Given {
  platform: TestPlatform;
  desk: Desk;
  side: UnitSide;
}

/** What lies between a page and its gateway: it may refuse a subscription, and let nothing through any more. */
class Line {
  isRefusing = true;
  opened = 0;
  /** so many of the first connections are dead, and nobody has closed them */
  dead = 0;

  async between(page: Page): Promise<void> {
    const busy = [{ message: "忙。Busy.", extensions: { code: "OVERLOADED" } }];
    await page.routeWebSocket("**/graphql", (socket) => {
      const gateway = socket.connectToServer();
      const place = ++this.opened;
      socket.onMessage((message) => {
        const { type, id } = JSON.parse(String(message));
        if (type === "subscribe" && this.isRefusing) socket.send(JSON.stringify({ id, type: "error", payload: busy }));
        else if (place > this.dead) gateway.send(message);
      });
      gateway.onMessage((message) => {
        if (place > this.dead) socket.send(message);
      });
    });
  }
}

/** A page that follows its area, whatever becomes of its connection. */
export function followed(given: () => Given): void {
  test("a log that was refused in passing, and a connection through which nothing comes any more, are followed again", async () => {
    const { platform, desk, side } = given();
    const line = new Line();
    await platform.openAccount(FOLLOWER, "9901", ["CLERK"]);
    const setUp = async (window: Page) => {
      await window.clock.install();
      await line.between(window);
    };
    const page = await desk.seat(FOLLOWER, `/overview/${side.round.office}`, { setUp });
    const lost = page.getByText("与平台的连接已断开");
    await lost.waitFor();
    line.isRefusing = false;
    await lost.waitFor({ state: "detached" });

    line.dead = line.opened;
    await page.clock.fastForward("00:20"); // it asks whether anybody is there
    await page.clock.fastForward("00:10");
    await until("another connection", () => line.opened > line.dead);
    await lost.waitFor({ state: "detached" });
    const [target] = side.round.targets;
    await side.round.director.does("submitTierPublications", { targetIds: [target?.id] });
    await page.getByRole("region", { name: "刚刚发生" }).locator("ul[aria-live]").getByText("报送").first().waitFor();
    await desk.leave(page);
  });
}
