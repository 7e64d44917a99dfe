import type { Page } from "playwright-core";
import { zh } from "../../dashboard/words/zh";

/** What can be seen of a page without eyes: what is wider than the screen, cut off, or said in a program's words. */
export async function noticedOn(page: Page, language: "zh" | "en"): Promise<string[]> {
  const found = await page.evaluate(noticed);
  return language === "en" ? [...found, ...(await page.evaluate(noticedInEnglish, textsOf(zh)))] : found;
}

/** @returns every text of a dictionary that takes no value */
function textsOf(words: object): string[] {
  return Object.values(words).flatMap((text) =>
    typeof text === "string" ? text : typeof text === "object" ? textsOf(text as object) : [],
  );
}

/** In the page. */
function noticed(): string[] {
  const found = new Set<string>();
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    found.add(`wider than the screen: ${root.scrollWidth} of ${root.clientWidth}`);
  // 整改_1 is no word of anybody's: names of values (IN_TRANSIT), of messages and fields (RoundFiled, unitName)
  const ofPrograms =
    /\b[A-Z]{2,}_[A-Z_]+\b|\b[A-Za-z]?[a-z]+[A-Z]\w*\b|\b(?:undefined|NaN|null|Invalid Date)\b|\[object /;
  const written = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = written.nextNode(); node; node = written.nextNode()) {
    const holder = node.parentElement;
    const text = node.textContent?.trim();
    if (!holder || !text || holder.closest("script, style, noscript, textarea, .hidden, [translate=no]")) continue;
    const box = holder.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (ofPrograms.test(text)) found.add(`in a program's words: ${text.slice(0, 80)}`);
    const style = getComputedStyle(holder);
    const isCut =
      style.overflowX !== "visible" && style.overflowX !== "auto" && holder.scrollWidth > holder.clientWidth + 1;
    if (isCut) found.add(`cut off: ${text.slice(0, 80)}`);
  }
  for (const text of document.querySelectorAll("svg g > text")) {
    const box = text.parentElement?.querySelector("rect");
    if (box && text.getBoundingClientRect().width > box.getBoundingClientRect().width)
      found.add(`out of its box: ${text.textContent}`);
  }
  return [...found];
}

/** In the page: what is Chinese of the page itself, and words that are torn. What the data say is in their own language. How texts are joined is
 * looked at within one text of the document: where an element ends between a word and a mark, nobody notices.
 * @param chinese every text of the pages in Chinese */
function noticedInEnglish(chinese: readonly string[]): string[] {
  const untranslated = new Set(chinese.filter((text) => /[\u4e00-\u9fff]/.test(text)));
  const found = new Set<string>();
  const joinedAsInChinese = /[A-Za-z][\u3001\u3002\uff08-\uff1f]|[\u3001\u3002\uff08-\uff1f][A-Za-z]/;
  const linesOf = (node: Node, from: number, until: number) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, until);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  };
  const written = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = written.nextNode(); node; node = written.nextNode()) {
    const text = node.textContent ?? "";
    const holder = node.parentElement;
    if (!holder || holder.closest("script, style, noscript, .hidden, [translate=no]")) continue;
    if (joinedAsInChinese.test(text)) found.add(`joined as in Chinese: ${text.trim().slice(0, 80)}`);
    if (untranslated.has(text.trim())) found.add(`in Chinese: ${text.trim()}`);
    for (const { index, 0: word } of text.matchAll(/[A-Za-z]{2,}/g)) {
      if (linesOf(node, index, index + word.length) > 1) found.add(`torn: ${word}`);
    }
  }
  return [...found];
}
