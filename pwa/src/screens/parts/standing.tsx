import type { Documents } from "../../contract.ts";
import { device } from "../../domain/phone.ts";
import { State } from "../../ui/page.tsx";
import { states } from "../../words/app.ts";

/** Beside a thing with a change that the server has not confirmed: where that change stands. */
export function Standing({ kind, id }: { kind: keyof Documents; id: string }) {
  const pending = device().pendingFor(kind, id);
  if (pending === undefined) return null;
  return <State words={pending === "sent" ? states.sent : states.onThisPhone} />;
}
