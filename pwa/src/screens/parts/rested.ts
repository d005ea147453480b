import { type Rested, restOf } from "../../times/rota/rest.ts";
import { zone, zoneOf } from "../../times/zones.ts";
import { ownZone } from "./meeting-words.ts";

/** Without a rota only the quiet hours are known. */
export const restedness = (): Rested =>
  restOf({ home: zoneOf(ownZone()) ?? zone("UTC"), duties: undefined, holidays: [] });
