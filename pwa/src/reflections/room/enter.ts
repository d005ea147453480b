/** Once it is open: read all, ask what may be let go, and show the list. */
import { opened } from "./frame.ts";
import { askLetGo } from "./let-go.ts";
import { list } from "./list.ts";
import { readAll, refreshState } from "./store.ts";

export async function enter(note?: string): Promise<void> {
  await Promise.all([refreshState(), readAll()]);
  opened(true);
  askLetGo(() => list(note));
}
