/** What stands above the columns of a ledger, in the order of the template; whoever writes rows by hand leaves the number out. */
const NUMBER = "对象编号";
const HEADS = ["单位名称", NUMBER, "标题", "内容", "监督重点", "类别", "合成数据"];
/** Without these a line is none of heads: a finding may be called like one of them. */
const SURE_HEADS = ["单位名称", "标题"];

/** In quotes a cell has lines below each other and no tabs: one that only begins with a quotation mark is as it stands there. */
const CELL = /(?:"((?:[^"\t]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g;

/** Cells as a spreadsheet program puts them on the clipboard: tabs between, lines below each other, in quotes where a cell has
 * lines in it. Lines without anything are left out. */
export function cellsOf(pasted: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end] of pasted.replace(/\r\n?/g, "\n").matchAll(CELL)) {
    rows[rows.length - 1]?.push((quoted?.replace(/""/g, '"') ?? plain).trim());
    if (end !== "\t") rows.push([]);
  }
  return rows.filter((cells) => cells.some(Boolean));
}

/** A ledger file of what was pasted. Without a line of heads its columns are those of the template.
 * @returns the text of a .csv file, how many rows it has, and how many lines stand above what was pasted */
export function ledgerOf(pasted: string): { csv: string; rows: number; linesAbove: number } {
  const cells = cellsOf(pasted);
  const hasHeads = SURE_HEADS.every((head) => cells[0]?.includes(head));
  const isAsTemplate = cells.some(({ length }) => length >= HEADS.length);
  const whole = hasHeads ? cells : [HEADS.filter((head) => isAsTemplate || head !== NUMBER), ...cells];
  const csv = whole.map((row) => row.map((cell) => `"${cell.replace(/"/g, '""')}"`).join(",")).join("\r\n");
  return { csv, rows: whole.length - 1, linesAbove: hasHeads ? 0 : 1 };
}
