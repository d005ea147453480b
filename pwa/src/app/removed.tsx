import { useEffect } from "preact/hooks";
import { closePhone } from "../domain/phone.ts";
import type { Device } from "../sync/device.ts";
import { Button } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import { go } from "../ui/route.tsx";

import { bars, revoked } from "../words/app.ts";

/** Another phone of this account took this one away: said once, plainly, with the way back. */
export function Removed({ device }: { device: Device }) {
  const { unsent } = device.status.value;
  const { account } = device;
  useEffect(() => {
    // The rota is apart from what syncs: it goes as soon as this is known, whatever is pressed next.
    void import("../domain/rota.ts").then(({ forgetRota }) => forgetRota(account)).catch(() => {});
    void import("../domain/webpush.ts").then(({ forgetTelling }) => forgetTelling()).catch(() => {});
  }, [account]);
  const again = async () => {
    await device.wipe();
    closePhone();
    go("/log-in");
  };
  return (
    <Page title={revoked.title}>
      <p>{revoked.words}</p>
      {unsent > 0 && <p>{revoked.unsent(unsent)}</p>}
      <p>{revoked.next}</p>
      <Button kind="first" onPress={() => void again()}>
        {bars.logIn}
      </Button>
    </Page>
  );
}
