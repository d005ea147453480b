import type { AnyMutators } from "./phone.ts";

/**
 * The optimistic halves of the small world that the simulation's server runs (server.py): notes in buckets,
 * and tallies that tell a thing done twice from a thing done once.
 */
interface Args {
  id: string;
  bucket: string;
  words: string;
  token: string;
}

const kindOf = (bucket: string) => `${bucket.split(":")[0]}_note`;

export const notes: AnyMutators = {
  "note.write": {
    apply(view, args) {
      const { id, bucket, words } = args as Args;
      const before = view.get(kindOf(bucket), id) as { lines?: readonly string[] } | undefined;
      view.put(kindOf(bucket), id, { words, lines: before?.lines ?? [] });
    },
  },
  "note.add": {
    apply(view, args) {
      const { id, bucket, token } = args as Args;
      const before = view.get(kindOf(bucket), id) as { words: string; lines: readonly string[] } | undefined;
      if (before !== undefined) view.put(kindOf(bucket), id, { ...before, lines: [...before.lines, token] });
    },
  },
  "note.remove": {
    apply(view, args) {
      const { id, bucket } = args as Args;
      view.delete(kindOf(bucket), id);
    },
  },
  "note.refuse": { apply: () => {} },
  "note.break": { apply: () => {} },
};
