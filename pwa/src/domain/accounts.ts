import type { Documents } from "../contract.ts";
import type { Acts } from "./view.ts";

/** Who this person is, and the phones they use. */

export const accountActs: Acts<"account.rename" | "account.describe" | "device.name" | "device.revoke"> = {
  "account.rename": {
    apply(view, { name }) {
      for (const [id, held] of view.all("account")) view.put("account", id, { ...held, name });
    },
  },
  "account.describe": {
    apply(view, { grade, specialty }) {
      for (const [id, held] of view.all("account")) view.put("account", id, { ...held, grade, specialty });
    },
  },
  "device.name": {
    apply(view, { device, name }) {
      const held = view.get("device", device);
      if (held) view.put("device", device, { ...held, name });
    },
  },
  "device.revoke": {
    apply(view, { device }) {
      const held = view.get("device", device);
      if (held) view.put("device", device, { ...held, revoked: true });
    },
  },
};

export function accountOf(all: ReadonlyMap<string, Documents["account"]>): Documents["account"] | undefined {
  return all.values().next().value;
}
