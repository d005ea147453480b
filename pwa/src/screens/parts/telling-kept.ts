import { environment } from "../../domain/phone.ts";
import { quietAnew } from "../../domain/rota.ts";
import { closeLines, look } from "../../domain/webpush.ts";

/** The app was opened where it tells while closed: nights stay quiet, and the server hears what changed here. */
export async function keepTelling(): Promise<void> {
  environment.listen((event) => {
    if (event === "visible") void closeLines().catch(() => {});
  });
  await closeLines();
  await quietAnew();
  // The browser may have made itself another place for messages.
  await look();
}
