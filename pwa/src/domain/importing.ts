import { type Outcome, postFile } from "./asking.ts";

/** A coordinator's list of mentors. A check reads all of it and changes nothing. */
export interface ImportReport {
  rows: number;
  faults: readonly { row: number; column: string; words: string }[];
  imported: number;
}

export function importMentors(
  scheme: string,
  csv: Uint8Array<ArrayBuffer>,
  check: boolean,
): Promise<Outcome<ImportReport>> {
  return postFile(
    `/api/schemes/${encodeURIComponent(scheme)}/mentors/import?check=${check}`,
    csv,
    "text/csv",
  );
}
