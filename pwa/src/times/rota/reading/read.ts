import { wallFrom, zone } from "../../zones.ts";
import { readIcs } from "./ics.ts";
import { boundsFrom, LIMITS, Limit, type Reading } from "./result.ts";
import { readTable } from "./table.ts";
import { legendFrom } from "./words-of.ts";

/** What is to be read, and from whose day: everything is handed in, so that it can be read in a Worker. */
export interface Job {
  /** Pasted words, or a file's bytes. */
  readonly rota: string | Uint8Array;
  /** Lines of codes: "LD 08:00-20:30". */
  readonly legend: string;
  readonly home: string;
  /** "2026-06-01". */
  readonly today: string;
  /** The date of the first row, for a column without dates. */
  readonly first: string | undefined;
}

/** A calendar where it says that it is one; else rows. Never throws. */
export function read({ rota, legend, home, today, first }: Job): Reading {
  if (rota.length > LIMITS.bytes) return { ok: false, why: "too-big" };
  const text = typeof rota === "string" ? rota : textOf(rota);
  if (text === undefined) return { ok: false, why: "not-text" };
  try {
    const { codes } = legendFrom(legend);
    const now = wallFrom(today) ?? 0;
    const bounds = boundsFrom(now);
    const found = /^BEGIN:(VCALENDAR|VEVENT)/im.test(text)
      ? readIcs(text, codes, zone(home), bounds)
      : readTable(text, {
          codes,
          today: now,
          first: first === undefined ? undefined : wallFrom(first),
          bounds,
        });
    const isEmpty = found.duties.length + found.unread.length + found.outside === 0;
    return isEmpty ? { ok: false, why: "nothing" } : { ok: true, found };
  } catch (reason) {
    return { ok: false, why: reason instanceof Limit ? reason.why : "nothing" };
  }
}

/** UTF-8, UTF-16 with its mark, or what Windows wrote before; undefined for what is no text, such as a workbook. */
function textOf(bytes: Uint8Array): string | undefined {
  const [one, other] = bytes;
  if (one === 0xff && other === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (one === 0xfe && other === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes.subarray(0, 4_096).includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
