/**
 * Equal turns for two or three people: who speaks, how long, and what is still owed to whom.
 *
 * A turn runs by the clock on the wall, because a talking pair does not stop when a phone locks. Nothing
 * here counts ticks: a round that slept, was reloaded or was killed is the same round when it is read again.
 * What somebody speaks beyond their time is not taken from anyone. It makes everyone's share longer, and the
 * others are given the same before the round is even. Times are milliseconds; now is passed in.
 */
export interface Round {
  /** What was agreed for each person. */
  readonly each: number;
  /** What each person has spoken in the stretches that have ended. */
  readonly spoken: readonly number[];
  readonly speaker: number;
  readonly phase: "ready" | "running" | "paused" | "even";
  /** When this phase began. */
  readonly at: number;
}

export interface Roles {
  speaker: number;
  listener: number;
  /** Only where there are three. */
  observer: number | undefined;
}

export const MINUTE = 60_000;
export const MOST_MINUTES = 60;
/** A smaller difference than this is none. */
const EVEN = 1_000;
/** A round that nobody came back to within half a day is over, and is not kept. */
export const LONGEST_QUIET = 12 * 60 * MINUTE;

export function begin(people: 2 | 3, minutes: number, now: number): Round {
  return {
    each: minutes * MINUTE,
    spoken: Array<number>(people).fill(0),
    speaker: 0,
    phase: "ready",
    at: now,
  };
}

/** Starts a turn, or goes on with it after a pause. */
export function start(round: Round, now: number): Round {
  return round.phase === "ready" || round.phase === "paused"
    ? { ...round, phase: "running", at: now }
    : round;
}

/** A bleep: nobody's time runs until it goes on. */
export function pause(round: Round, now: number): Round {
  if (round.phase !== "running") return round;
  return {
    ...round,
    spoken: withSpeaker(round, spokenBy(round, round.speaker, now)),
    phase: "paused",
    at: now,
  };
}

/** The speaker has finished. What was left of their time, or what others are owed, comes round again. */
export function changeOver(round: Round, now: number): Round {
  if (round.phase !== "running" && round.phase !== "paused") return round;
  return closed(round, spokenBy(round, round.speaker, now), now);
}

/** The phone slept through the end of the turn, and the people did not: the turn ended when it should. */
export function endedOnTime(round: Round, now: number): Round {
  if (left(round, now) > 0 || (round.phase !== "running" && round.phase !== "paused")) return round;
  return closed(round, share(round), now);
}

/**
 * What time alone does to a round. When nobody else is owed anything, the last turn ends by itself, at its
 * end and not a second after: there is nobody left to press a button for. A phone that slept through that
 * moment cannot know who stopped, so there the turn goes on until somebody says.
 */
export function look(round: Round, now: number): Round {
  if (round.phase !== "running" || owed(round).length > 0) return round;
  const over = -left(round, now);
  return over >= 0 && over < EVEN ? closed(round, share(round), now) : round;
}

/** Everyone's share: what was agreed, or more where somebody had more. The running turn ends at it. */
export function share(round: Round): number {
  const others = round.spoken.filter((_, person) => person !== round.speaker);
  return Math.max(round.each, ...others);
}

/** Left of the turn; below nothing, it is over by that much. */
export function left(round: Round, now: number): number {
  return share(round) - spokenBy(round, round.speaker, now);
}

export function spokenBy(round: Round, person: number, now: number): number {
  const ended = round.spoken[person] ?? 0;
  if (round.phase !== "running" || person !== round.speaker) return ended;
  // A clock that was set back gives nobody time that they have not had.
  return ended + Math.max(0, now - round.at);
}

/** The speaker has had a turn before: what they are given now is what the others had more, or they less. */
export function isGivenBack(round: Round): boolean {
  return round.phase === "ready" && (round.spoken[round.speaker] ?? 0) > 0;
}

/** Those besides the speaker who are still to speak, next first. */
export function owed(round: Round): number[] {
  const people = round.spoken.length;
  const whole = share(round);
  return round.spoken
    .map((_, place) => (round.speaker + 1 + place) % people)
    .filter((person) => person !== round.speaker && whole - (round.spoken[person] ?? 0) >= EVEN);
}

/** Each person speaks, listens and, where there are three, observes once. */
export function rolesOf(round: Round): Roles {
  const people = round.spoken.length;
  return {
    speaker: round.speaker,
    listener: (round.speaker + 1) % people,
    observer: people === 3 ? (round.speaker + 2) % people : undefined,
  };
}

export function kept(round: Round): string {
  return JSON.stringify([round.each, round.spoken, round.speaker, round.phase, round.at]);
}

/** Reads a round that was kept, and nothing else: undefined for what is damaged, finished or long past. */
export function readKept(text: string | undefined, now: number): Round | undefined {
  const [each, spoken, speaker, phase, at, ...more] = listIn(text);
  const minutes = isTime(each) ? each / MINUTE : 0;
  if (more.length > 0 || !Number.isInteger(minutes) || minutes < 1 || minutes > MOST_MINUTES)
    return undefined;
  if (!Array.isArray(spoken) || !spoken.every(isTime) || spoken.length < 2 || spoken.length > 3)
    return undefined;
  if (!isTime(speaker) || spoken[speaker] === undefined) return undefined;
  if (phase !== "ready" && phase !== "running" && phase !== "paused") return undefined;
  if (!isTime(at) || now - at > LONGEST_QUIET) return undefined;
  return { each: minutes * MINUTE, spoken, speaker, phase, at };
}

function listIn(text: string | undefined): unknown[] {
  try {
    const read: unknown = JSON.parse(text ?? "");
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
}

const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function withSpeaker(round: Round, spoken: number): number[] {
  return round.spoken.map((before, person) => (person === round.speaker ? spoken : before));
}

function closed(round: Round, spoken: number, now: number): Round {
  const people = round.spoken.length;
  const all = withSpeaker(round, spoken);
  const whole = Math.max(round.each, ...all);
  for (let step = 1; step <= people; step++) {
    const next = (round.speaker + step) % people;
    if (whole - (all[next] ?? 0) >= EVEN)
      return { ...round, spoken: all, speaker: next, phase: "ready", at: now };
  }
  return { ...round, spoken: all, phase: "even", at: now };
}
