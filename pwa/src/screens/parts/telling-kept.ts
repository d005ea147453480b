import { quietAnew } from "../../domain/rota.ts";
import { look } from "../../domain/webpush.ts";

/** The app was opened where it tells while closed: nights stay quiet, and the server hears what changed here. */
export async function keepTelling(): Promise<void> {
  await quietAnew();
  // The browser may have made itself another place for messages.
  await look();
}
