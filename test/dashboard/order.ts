import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { untilQuiet } from "../../scripts/dashboard/browser";
import { WHOLE } from "../support/whole";
import type { Desk } from "./desk";

const AXE = readFileSync(join(__dirname, "../../../node_modules/axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

/** Whether a page is in order: what axe finds, but for what it calls minor, and what the browser complains of. `npm test` looks
 * at each page once; as a whole, at each of its states that the tests come to. */
export class Order {
  constructor(private readonly desk: Desk) {}

  async expectPage(page: Page, where: string): Promise<void> {
    await untilQuiet(page);
    expect({ where, faults: await accessibilityFaults(page) }).toEqual({ where, faults: [] });
    this.expectNoComplaint(page, where);
  }

  /** Another state of a page that is looked at elsewhere. */
  async expectState(page: Page, where: string): Promise<void> {
    if (WHOLE) return this.expectPage(page, where);
    await untilQuiet(page);
    this.expectNoComplaint(page, where);
  }

  /** Whether a part of a page can be read: what lies over the page, which stands in no region of it. */
  async expectContrast(page: Page, part: string): Promise<void> {
    await untilQuiet(page);
    expect({ part, faults: await accessibilityFaults(page, part) }).toEqual({ part, faults: [] });
  }

  private expectNoComplaint(page: Page, where: string): void {
    expect({ where, complaints: this.desk.complaintsOf(page) }).toEqual({ where, complaints: [] });
  }
}

/** @param part of which the contrast alone is looked at; the whole page, and all of it, where it is not said */
async function accessibilityFaults(page: Page, part?: string): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
  const found = await page.evaluate(
    part
      ? `axe.run(${JSON.stringify(part)}, { runOnly: ['color-contrast'] })`
      : "axe.run(document, { resultTypes: ['violations'] })",
  );
  const { violations } = found as { violations: Violation[] };
  return violations
    .filter(({ impact }) => impact !== "minor")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    );
}
