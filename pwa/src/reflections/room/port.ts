/**
 * The one way out of the room: questions to the shell over the port that it hands in, one answer each.
 * Refusals come as a thrown `No` with its code; anything of another shape is let fall.
 */
import type { Question, Questions, Refusal, Told } from "../channel.ts";
import { refusals } from "./words.ts";

export class No extends Error {
  readonly code: Refusal;
  constructor(code: Refusal) {
    super(code);
    this.code = code;
  }
}

interface Waiting {
  readonly answer: (value: unknown) => void;
  readonly refuse: (why: No) => void;
}

let port: MessagePort | null = null;
let last = 0;
const waiting = new Map<number, Waiting>();

/** Settles when the shell has handed in the port. `told` hears what was not asked for. */
export function connect(told: (what: Told["tell"]) => void): Promise<void> {
  return new Promise((ready) => {
    const take = (event: MessageEvent) => {
      const given = event.ports[0];
      if (event.source !== parent || event.ports.length !== 1 || given === undefined) return;
      removeEventListener("message", take);
      port = given;
      port.onmessage = ({ data }: MessageEvent<unknown>) => hear(data, told);
      ready();
    };
    addEventListener("message", take);
  });
}

export function ask<Q extends Question>(
  question: Q,
  brings: Questions[Q]["brings"],
): Promise<Questions[Q]["answer"]> {
  return new Promise((answer, refuse) => {
    last += 1;
    waiting.set(last, { answer: answer as (value: unknown) => void, refuse });
    port?.postMessage({ number: last, ask: question, brings });
  });
}

function hear(data: unknown, told: (what: Told["tell"]) => void): void {
  if (typeof data !== "object" || data === null) return;
  if ("tell" in data && (data.tell === "changed" || data.tell === "locking")) told(data.tell);
  if (!("number" in data) || typeof data.number !== "number") return;
  const one = waiting.get(data.number);
  waiting.delete(data.number);
  if ("refused" in data) one?.refuse(new No(isCode(data.refused) ? data.refused : "bad-message"));
  else if ("answer" in data) one?.answer(data.answer);
}

const isCode = (said: unknown): said is Refusal => typeof said === "string" && Object.hasOwn(refusals, said);

/** The code of a refusal; whatever else went wrong reads as a message that was not understood. */
export const codeOf = (why: unknown): Refusal => (why instanceof No ? why.code : "bad-message");
