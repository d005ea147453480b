import type { Mutations } from "../../contract.ts";
import type { SentEntry, SentField } from "../../sync/store/records.ts";
import { dayAndTime } from "../../when.ts";
import type { Names } from "../../words/acts.ts";
import { fields } from "../../words/profile.ts";
import { left } from "../../words/sending.ts";
import { argumentNames, envelopeNames } from "../../words/sent-fields.ts";

/** Fields are written down as "act.argument", "act (part of the envelope)" or "part of the envelope". */
const ACT = /^([a-z_]+\.[a-z_]+)(?:\.([a-z_]+)| \(([a-z_]+)\))$/;

/** Numbers and names that carry nothing of the person's. */
export function isEnvelope(field: SentField): boolean {
  const [, act, argument] = ACT.exec(field.path) ?? [];
  if (act !== undefined && Object.hasOwn(argumentNames, act)) return argument === undefined;
  return (
    field.words === "" || /^(protocol|app|account|device|acknowledged|cursors|healed|bucket)/.test(field.path)
  );
}

export function fieldName(field: SentField): string {
  const [, act, argument, envelope] = ACT.exec(field.path) ?? [];
  if (act !== undefined && Object.hasOwn(argumentNames, act)) {
    const names: Record<string, string> = argumentNames[act as keyof Mutations];
    return argument === undefined
      ? (envelopeNames[envelope ?? ""] ?? field.path)
      : (names[argument] ?? argument);
  }
  const [start = ""] = field.path.split(".");
  return envelopeNames[start] ?? field.path;
}

/** A time as it was sent: its instant, alone or with how it reads on a clock. */
const TIME = /(?:\{"at":")?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)(?:"[^}]*\})?/g;
/** One that was too much for the list. */
const CUT = /\{[^}]*…$/;
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Ids of schemes are told as their names; everything else stands as it was sent. */
export function valueWords(field: SentField, names: Names): string {
  if (field.path.endsWith(".field") && Object.hasOwn(fields, field.words)) {
    return fields[field.words as keyof typeof fields].name;
  }
  if (/scheme$|^follow$|^schemes$/.test(field.path)) return field.words.replace(ID, (id) => names.scheme(id));
  if (/\.(candidates|ranking)$/.test(field.path)) {
    return field.words.replace(CUT, "…").replace(TIME, (_, at) => dayAndTime(Date.parse(at)));
  }
  return field.words || left.none;
}

export function seenByWords(field: SentField): string {
  const who = field.seenBy.map((one) => left.who[one as keyof typeof left.who] ?? one);
  const last = who.at(-1) ?? left.who.server;
  return who.length > 1 ? `${who.slice(0, -1).join(", ")}${left.and}${last}` : last;
}

const REQUESTS: readonly (readonly [RegExp, keyof typeof left.requests])[] = [
  [/^\/api\/sync/, "sync"],
  [/^\/api\/pokes/, "pokes"],
  [/^\/api\/photos/, "photo"],
  [/^\/api\/snapshots/, "snapshot"],
  [/\/import/, "import"],
  [/\/webpush/, "telling"],
  [/\/passkeys/, "passkey"],
  [/\/invitations/, "invitation"],
  [/\/register/, "register"],
  [/\/(log-in|log-out|me|reset)/, "logIn"],
];

export function requestName(entry: SentEntry): string {
  const found = REQUESTS.find(([path]) => path.test(entry.path));
  return left.requests[found?.[1] ?? "other"];
}
