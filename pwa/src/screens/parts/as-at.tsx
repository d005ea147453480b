import { clock, device } from "../../domain/phone.ts";
import { Quiet } from "../../ui/page.tsx";
import { asAt } from "../../when.ts";

/** How old what the screen shows is. Nothing before the first sync. */
export function AsAt() {
  const at = device().asAt.value;
  return at === undefined ? null : <Quiet>{asAt(at, clock.value)}</Quiet>;
}
