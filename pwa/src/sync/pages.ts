import { seal } from "./checksum.ts";
import { crc32 } from "./crc32.ts";
import type { Put } from "./protocol.ts";
import type { PageRecord } from "./store/records.ts";

/**
 * Documents are kept in pages (decision 0003): one stored value holds the JSON text of about 256 of
 * them. A document's page is the low bits of the CRC-32 of its id, so a put touches one page. The lines of a
 * snapshot's part are such texts already (decision 0006).
 */

const ON_A_PAGE = 256;
/** Beyond this many on a page the bucket is laid out anew. */
const CROWDED = 1024;

export function pagesFor(documents: number): number {
  return 2 ** Math.max(0, Math.round(Math.log2(Math.max(1, documents) / ON_A_PAGE)));
}

export function isCrowded(documents: number, pages: number): boolean {
  return documents > pages * CROWDED;
}

/** Which page holds this id, of a bucket with so many pages. */
export function pageOf(id: string, pages: number): number {
  return pages === 1 ? 0 : crc32(id) & (pages - 1);
}

export function writePage(documents: readonly Put[]): PageRecord {
  return sealPage(JSON.stringify(documents));
}

export function sealPage(text: string): PageRecord {
  return { text, seal: seal(text) };
}

/** The documents of a stored page, or nothing when the disk gave back something else than was stored. */
export function readPage(record: PageRecord): Put[] | undefined {
  if (typeof record?.text !== "string" || seal(record.text) !== record.seal) return undefined;
  return parsePage(record.text);
}

/** The documents of a page's text, or nothing when it is no such text. */
export function parsePage(text: string): Put[] | undefined {
  try {
    const documents: unknown = JSON.parse(text);
    return Array.isArray(documents) ? (documents as Put[]) : undefined;
  } catch {
    return undefined;
  }
}

/** Documents by the page they belong to. */
export function byPage(documents: Iterable<Put>, pages: number): Map<number, Put[]> {
  const found = new Map<number, Put[]>();
  for (const document of documents) {
    const page = pageOf(document[1], pages);
    const there = found.get(page);
    if (there === undefined) found.set(page, [document]);
    else there.push(document);
  }
  return found;
}
