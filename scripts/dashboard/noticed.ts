import type { Page } from "playwright-core";

/** What can be seen of a page without eyes: what is wider than the screen, cut off, or said in a program's words. */
export async function noticedOn(page: Page, language: "zh" | "en"): Promise<string[]> {
  return page.evaluate((isChinese) => {
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
      if (
        !holder ||
        !text ||
        ["SCRIPT", "STYLE", "NOSCRIPT"].includes(holder.tagName) ||
        holder.closest(".hidden, [translate=no]")
      )
        continue;
      const box = holder.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      if (ofPrograms.test(text)) found.add(`in a program's words: ${text.slice(0, 80)}`);
      if (!isChinese && /[\u4e00-\u9fff]/.test(text) && holder.closest("button, label, legend, th, dt, h2, h3"))
        found.add(`in Chinese: ${text.slice(0, 80)}`);
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
  }, language === "zh");
}
