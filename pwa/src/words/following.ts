/** A scheme that this phone follows, and stopping. */

export const following = {
  follows: "This phone follows this scheme: its events and notices are here with no signal.",
  goes: "If you stop, its events, notices and mentors go from this phone. Places you have at events stay.",
  stop: "Stop following",
  stopped: "This phone does not follow the scheme now. Looking at its events or mentors follows it again.",
};
