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
    // The question stays in the list until the list's next day; what was answered stands beside it.
    apply: (view, { question, scheme, answer, contact }) =>
      view.put("outside_answered", question, { scheme, answer, contact }),
  },
  "training.record": {
    apply: (view, { scheme, member, done }, { made }) =>
      view.put("trained", member, {
        scheme,
        recorded: done ? new Date(made).toISOString().slice(0, 10) : null,
      }),
  },
};
