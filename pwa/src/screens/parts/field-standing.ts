import type { FieldName } from "../../domain/directory.ts";
import type { OutboxEntry } from "../../sync/store/records.ts";

/** Whether a change of this field waits on this phone. The profile is one document, its fields are many. */
export function fieldStanding(outbox: readonly OutboxEntry[], field: FieldName): boolean {
  return outbox.some((entry) => {
    if (entry.outcome !== undefined) return false;
    if (entry.name === "profile.set_photo") return field === "photo";
    return entry.name.startsWith("profile.") && (entry.args as { field?: string }).field === field;
  });
}
