import { type Zone, zoneOf } from "../../zones.ts";
import { windowsZone } from "./windows-zones.ts";

const INSIDE =
  /(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)(\/[A-Za-z_-]+){1,2}$/;

/**
 * The zone that a calendar's own name for it stands for: IANA's, Windows', an address that ends in IANA's
 * ("/mozilla.org/20050126_1/Europe/London", "custom_Europe/London"), or a list of cities ("(UTC+00:00) Dublin, London").
 */
export function zoneNamed(name: string): Zone | undefined {
  const plain = name.trim();
  // What looks like an offset alone is no place with clocks that change.
  if (plain === "" || /^[+-]\d/.test(plain)) return undefined;
  return (
    zoneOf(plain) ?? known(windowsZone(plain)) ?? known(INSIDE.exec(plain)?.[0]) ?? known(zoneOfCity(plain))
  );
}

const known = (name: string | undefined) => (name === undefined ? undefined : zoneOf(name));

let cities: Map<string, string> | undefined;

function zoneOfCity(words: string): string | undefined {
  cities ??= new Map(
    (Intl.supportedValuesOf?.("timeZone") ?? []).map((zone) => [
      zone.split("/").at(-1)?.toLowerCase() ?? "",
      zone,
    ]),
  );
  for (const city of words.split(/[,;()]/).reverse()) {
    const found = cities.get(city.trim().toLowerCase().replaceAll(" ", "_"));
    if (found !== undefined) return found;
  }
  return undefined;
}
