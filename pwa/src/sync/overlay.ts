import type { Bodies } from "./held.ts";
import type { OutboxEntry } from "./store/records.ts";

/**
 * Step 4: base + pending -> view. What waits in the outbox is laid over the documents by pure functions, in
 * order, each time anew; so a refusal needs no undoing, and nothing stored is ever edited.
 */

/** What an optimistic mutator sees and may say. Bodies are never changed in place: put a new one. */
export interface View<Documents> {
  get<Kind extends keyof Documents & string>(kind: Kind, id: string): Documents[Kind] | undefined;
  all<Kind extends keyof Documents & string>(kind: Kind): ReadonlyMap<string, Documents[Kind]>;
  put<Kind extends keyof Documents & string>(kind: Kind, id: string, body: Documents[Kind]): void;
  delete(kind: keyof Documents & string, id: string): void;
}

export interface Context {
  account: string;
  /** When the person did it, in milliseconds. */
  made: number;
  /** The mutation's own random id: for things that need one and did not bring it. */
  id: string;
}

/** One for every act of the contract; the compiler names the missing one. */
export type Mutators<Documents, Mutations> = {
  readonly [Name in keyof Mutations]: {
    apply(view: View<Documents>, args: Mutations[Name], context: Context): void;
  };
};

/** `on-this-phone`: the server has not said that it has it. `sent`: it has, and its effects are on the way. */
export type Pending = "on-this-phone" | "sent";

export interface Layer {
  /** By kind and id; undefined: deleted. */
  changes: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  touched: ReadonlyMap<string, Pending>;
}

type Changes = Map<string, Map<string, unknown>>;
type AnyMutators = Record<
  string,
  { apply(view: AnyView, args: unknown, context: Context): void } | undefined
>;
type AnyView = View<Record<string, unknown>>;

export function layOver(
  base: (kind: string) => Bodies,
  pending: readonly OutboxEntry[],
  mutators: AnyMutators,
  account: string,
): Layer {
  const changes: Changes = new Map();
  const touched = new Map<string, Pending>();
  for (const entry of pending) {
    const own: Changes = new Map();
    const view = viewOf(base, [own, changes]);
    try {
      mutators[entry.name]?.apply(view, entry.args, { account, made: entry.made, id: entry.id });
    } catch {
      // The document it was made for has changed shape or gone: the server will say what became of it.
      continue;
    }
    const state = entry.outcome?.outcome === "applied" ? "sent" : "on-this-phone";
    for (const [kind, bodies] of own) {
      for (const [id, body] of bodies) {
        changeOf(changes, kind).set(id, body);
        touched.set(`${kind}/${id}`, state);
      }
    }
  }
  return { changes, touched };
}

function viewOf(base: (kind: string) => Bodies, layers: readonly [Changes, Changes]): AnyView {
  const [own, before] = layers;
  return {
    get(kind, id) {
      for (const layer of layers) {
        const bodies = layer.get(kind);
        if (bodies?.has(id)) return bodies.get(id);
      }
      return base(kind).get(id);
    },
    all: (kind) => merged(merged(base(kind), before.get(kind)), own.get(kind)),
    put: (kind, id, body) => void changeOf(own, kind).set(id, body),
    delete: (kind, id) => void changeOf(own, kind).set(id, undefined),
  };
}

function changeOf(changes: Changes, kind: string): Map<string, unknown> {
  let bodies = changes.get(kind);
  if (bodies === undefined) {
    bodies = new Map();
    changes.set(kind, bodies);
  }
  return bodies;
}

/** The view of one kind. Without changes it is the base itself, so nothing redraws. */
export function merged(base: Bodies, changes: ReadonlyMap<string, unknown> | undefined): Bodies {
  if (changes === undefined || changes.size === 0) return base;
  const view = new Map(base);
  for (const [id, body] of changes) {
    if (body === undefined) view.delete(id);
    else view.set(id, body);
  }
  return view;
}
