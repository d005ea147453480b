/** Rows of cells, from a file with commas or from what a spreadsheet puts on the clipboard. */

import { LIMITS, Limit } from "./result.ts";

export function cellsOf(text: string): string[][] {
  const mark = delimiterOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  let cells = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (letter === '"' && cell.trim() === "" && closes(text, at, mark)) {
      cell = "";
      quoted = true;
    } else if (letter === mark) {
      row.push(cell.trim());
      cell = "";
      cells += 1;
      if (cells > LIMITS.cells) throw new Limit("too-many");
    } else if (letter === "\n" || letter === "\r") {
      if (letter === "\r" && text[at + 1] === "\n") at += 1;
      rows.push([...row, cell.trim()]);
      if (rows.length > LIMITS.entries) throw new Limit("too-many");
      row = [];
      cell = "";
    } else cell += letter;
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell.trim()]);
  return rows;
}

/** A tab where there is one, for nobody types it; else what stands most often in the first rows. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 4_000);
  if (head.includes("\t")) return "\t";
  const count = (mark: string) => head.split(mark).length;
  return count(";") > count(",") ? ";" : ",";
}

const LONGEST_CELL = 2_000;

/** A quote that nothing closes is only a letter: else it would swallow the rest of the file. */
function closes(whole: string, at: number, mark: string): boolean {
  const text = whole.slice(at, at + LONGEST_CELL);
  for (let next = text.indexOf('"', 1); next >= 0; next = text.indexOf('"', next + 1)) {
    if (text[next + 1] === '"') next += 1;
    else {
      const after = text[next + 1];
      return after === undefined || after === mark || /\s/.test(after);
    }
  }
  return false;
}
