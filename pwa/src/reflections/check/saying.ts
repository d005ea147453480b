/** What passes between the frame that tries a way out and the page that shows what came of it. */

import type { Aim } from "./route.ts";

export interface Try {
  readonly id: string;
  readonly aim: Aim;
}

/** `by`: which rule or which refusal it was. */
export interface Said {
  readonly said: "open" | "refused" | "missing" | "tried";
  readonly by: string;
}
