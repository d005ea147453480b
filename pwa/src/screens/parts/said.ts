import type { FieldName, FieldValue } from "../../domain/directory.ts";
import { listOf } from "../../domain/directory.ts";
import { dayPart, days, modes, parts } from "../../words/profile.ts";

/** A field's value as people read it; undefined when nothing is said. */
export function said(field: FieldName, value: FieldValue | undefined): string | undefined {
  const values = listOf(value);
  if (values.length === 0) return undefined;
  if (field === "modes") return values.map((mode) => named(modes, mode)).join(", ");
  if (field === "usually_free") {
    const shown = [...values].sort((one, other) => order(one) - order(other));
    return shown.map(partOfWeek).join(", ");
  }
  return values.join(", ");
}

export function partOfWeek(value: string): string {
  const [day = "", part = ""] = value.split("_");
  return dayPart(named(days, day), named(parts, part).toLowerCase());
}

const ORDER = Object.keys(days).flatMap((day) => Object.keys(parts).map((part) => `${day}_${part}`));
const order = (value: string) => ORDER.indexOf(value);

function named(names: Readonly<Record<string, string>>, key: string): string {
  return names[key] ?? key;
}
