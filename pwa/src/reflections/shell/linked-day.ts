import { isDay } from "./shapes.ts";

/** Of a link that ends in `#2026-11-27`. */
export function linkedDay(fragment: string): string | null {
  const day = /^#(\d{4}-\d{2}-\d{2})$/.exec(fragment)?.[1];
  return day !== undefined && isDay(day) ? day : null;
}
