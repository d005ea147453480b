import type { State } from "../channel.ts";
import type { Contents, Known } from "./contents.ts";
import type { VaultRow } from "./store.ts";

/** How the vault stands, so far as it can be told without its key, and with it. */
export interface Standing extends Pick<State, "vault" | "newer" | "passphrase" | "backup" | "unreadable"> {
  /** The credentials of its passkeys. */
  readonly passkeys: readonly string[];
}

export function standing(
  vault: State["vault"],
  wraps: VaultRow["wraps"] | null,
  contents: Contents | null,
): Standing {
  return {
    vault,
    newer: false,
    passphrase: (wraps?.passphrase ?? null) !== null,
    passkeys: (wraps?.passkeys ?? []).map(({ credential }) => credential),
    backup: contents && since(contents.known, contents.about?.made ?? null),
    unreadable: contents
      ? [...contents.known.values()].filter(({ content }) => content === undefined).length
      : 0,
  };
}

/** What no backup has yet: how many, and when the first of them was written. */
function since(known: ReadonlyMap<string, Known>, made: number | null): NonNullable<State["backup"]> {
  const written = [...known.values()].flatMap(({ content }) => (content ? [content.written] : []));
  const fresh = written.filter((time) => made === null || time > made);
  const first = fresh.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  return { made, since: fresh.length, first: fresh.length > 0 ? first : null };
}
