import { isDay } from "./shapes.ts";

/** `#2026-11-27` or `#date=2026-11-27`. */
export function linkedDay(fragment: string): string | null {
  const day = /^#(?:date=)?(\d{4}-\d{2}-\d{2})$/.exec(fragment)?.[1];
  return day !== undefined && isDay(day) ? day : null;
}

/** The day on the person's own calendar. */
export function dayOf(now: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
