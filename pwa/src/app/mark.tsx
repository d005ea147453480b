import { clock } from "../domain/phone.ts";
import { markWords } from "../screens/parts/mark-words.ts";
import type { Device } from "../sync/device.ts";
import { Link } from "../ui/route.tsx";
import { mark } from "../words/app.ts";

/** The quiet mark at the top: one thing, in words, and a tap opens all of it. */
export function Mark({ device }: { device: Device }) {
  const words = markWords(device.status.value, clock.value);
  return (
    <Link class="bar__mark" to="/waiting" label={`${words}. ${mark.opens}`}>
      <span aria-hidden="true">{words}</span>
    </Link>
  );
}
