import { useSignal } from "@preact/signals";
import { canUsePasskeys, confirmWithPasskey } from "../../domain/passkeys.ts";
import { Button } from "../../ui/button.tsx";
import { Link } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { office as words } from "../../words/office.ts";
import { passkeys } from "../../words/own-account.ts";
import { problemWords } from "./sending.ts";

/** Office work needs a fresh passkey: here it is given, and the work can be done again. */
export function Confirm({ confirmed = app.tryAgain }: { confirmed?: string }) {
  const told = useSignal<string | undefined>(undefined);
  const confirm = async () => {
    const answer = await confirmWithPasskey();
    told.value = answer.ok
      ? confirmed
      : problemWords(answer.code === "stopped" ? "wrong-passkey" : answer.code);
  };
  if (!canUsePasskeys()) return null;
  return (
    <div>
      <p>{words.confirmWords}</p>
      <Button onPress={() => void confirm()}>{words.confirmNow}</Button>
      <p role="status">{told.value}</p>
      <p>
        <Link to="/you/passkeys">{passkeys.title}</Link>
      </p>
    </div>
  );
}
