import type { Acts } from "./view.ts";

/** Matching by others than the two: the coordinator's queue, next on the list, and the way in from outside. */

export const matchingActs: Acts<
  "match.ask" | "match.take_back" | "match.suggest" | "outside.ask" | "outside.answer" | "training.record"
> = {
  "match.ask": {
    apply: (view, { request, scheme, how, wishes }) => view.put("match", request, { scheme, how, wishes }),
  },
  "match.take_back": { apply: (view, { request }) => view.delete("match", request) },
  "match.suggest": {
    apply: (view, { request, scheme }) => view.put("suggestion", request, { scheme }),
  },
  "outside.ask": {
    apply: (view, { question, scheme }) =>
      view.put("outside", question, { scheme, answer: null, contact: null }),
  },
  "outside.answer": {
    // The queue is brought up to date once a day; until then the phone shows the answer that waits or went.
    apply: (view, { question }) => view.delete("outside_question", question),
  },
  "training.record": {
    // The mark stands on the mentor's own phones; the office reads it from what the mentor's listing shows.
    apply() {},
  },
};
