/** Which ways out were seen open from outside, and in which engine. Written by `python -m tests.seal`. */

export const LEFT: Readonly<Record<string, readonly string[]>> = {
  "preconnect foreign": ["Safari's engine"],
};
