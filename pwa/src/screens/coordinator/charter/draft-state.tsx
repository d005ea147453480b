import { device } from "../../../domain/phone.ts";
import { State } from "../../../ui/page.tsx";
import { Link } from "../../../ui/route.tsx";
import { states } from "../../../words/app.ts";
import { attention } from "../../../words/sending.ts";

/** Where the draft stands: on this phone, sent, or back with something to look at. */
export function DraftState({ scheme, draft }: { scheme: string; draft: string | undefined }) {
  const open = device();
  const back = open.attention.value.some(
    ({ name, args }) => name.startsWith("scheme.") && (args as { scheme?: string }).scheme === scheme,
  );
  const waits = draft !== undefined && open.pendingFor("draft", draft) === "on-this-phone";
  return (
    <p role="status">
      {draft !== undefined && (!back || waits) && <State words={waits ? states.onThisPhone : states.sent} />}{" "}
      {back && <Link to="/attention">{attention.title}</Link>}
    </p>
  );
}
