/**
 * When an open vault must lock. Time is handed in twice: by the wall, which a person can turn back, and
 * since the page began, which may stand still while a phone sleeps. Whichever says more counts.
 */

/** `wall`: epoch milliseconds; `since`: milliseconds since the page began. */
export interface Moment {
  readonly wall: number;
  readonly since: number;
}

/** `looked`: when it was last decided; `here`: when the person last did something; `hidden`: since when. */
export interface Watch {
  readonly looked: Moment;
  readonly here: Moment;
  readonly hidden: Moment | null;
}

const MINUTE = 60_000;
export const HIDDEN = 5 * MINUTE;
export const IDLE = 15 * MINUTE;
/** A phone's clock is put right by a little now and then. */
const PUT_RIGHT = 2_000;

export function mustLock({ looked, here, hidden }: Watch, now: Moment): boolean {
  if (now.wall < looked.wall - PUT_RIGHT) return true;
  if (hidden !== null && between(hidden, now) >= HIDDEN) return true;
  return between(here, now) >= IDLE;
}

function between(from: Moment, to: Moment): number {
  return Math.max(to.wall - from.wall, to.since - from.since);
}
