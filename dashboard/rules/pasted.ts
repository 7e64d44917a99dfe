/** What stands above the columns of a ledger, in the order of the template. */
const HEADS = ["单位名称", "标题", "内容", "监督重点", "类别", "合成数据"];

const CELL = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g;

/** Cells as a spreadsheet program puts them on the clipboard: tabs between, lines below each other, in quotes where a cell has
 * one of them in it. Lines without anything are left out. */
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
  const hasHeads = cells[0]?.some((cell) => HEADS.includes(cell)) ?? false;
  const whole = hasHeads ? cells : [HEADS, ...cells];
  const csv = whole.map((row) => row.map((cell) => `"${cell.replace(/"/g, '""')}"`).join(",")).join("\r\n");
  return { csv, rows: whole.length - 1, linesAbove: hasHeads ? 0 : 1 };
}
