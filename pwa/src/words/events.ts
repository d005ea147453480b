/** Events: what is on, keeping a place and giving it back. */

export const events = {
  unknown: "an event",
};
