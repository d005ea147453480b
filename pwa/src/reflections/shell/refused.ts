import type { Refusal } from "../channel.ts";

/** An expected "no", thrown from wherever it is found out, answered to the room by its name alone. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}
