/** Stretches of time that do not touch each other, in order: even places are starts, odd ones ends. */
export type Spans = readonly number[];

/** Each stretch is from the first second in it to the first that is not; empty ones count for nothing. */
export function spansOf(stretches: Iterable<readonly [start: number, end: number]>): Spans {
  const sorted = [...stretches].filter(([start, end]) => end > start).sort((one, other) => one[0] - other[0]);
  const spans: number[] = [];
  for (const [start, end] of sorted) {
    const last = spans.length - 1;
    if (last > 0 && start <= (spans[last] as number)) spans[last] = Math.max(spans[last] as number, end);
    else spans.push(start, end);
  }
  return spans;
}

/** Whether any second from start up to end lies in one of them. */
export function touches(spans: Spans, start: number, end: number): boolean {
  // The last stretch that starts before the end is the only one that can reach over the start last.
  const place = firstFrom(spans, end, 0, 2);
  return place > 0 && (spans[2 * place - 1] as number) > start;
}

/** How many of the sorted numbers at `offset`, `offset + step`, … are below the value. */
export function firstFrom(sorted: readonly number[], value: number, offset = 0, step = 1): number {
  let low = 0;
  let high = Math.ceil((sorted.length - offset) / step);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[offset + middle * step] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
