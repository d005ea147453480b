/**
 * The exact shapes of what comes in from outside: from the room, or from a file. A shape with one field more
 * is another shape. A text or a list that is too long throws `too-big`; all else is true or false.
 */
import { type Action, LIMITS, type Writing } from "../channel.ts";
import { Refused } from "./refused.ts";

export type Is<T> = (value: unknown) => value is T;

export const nothing: Is<null> = (value): value is null => value === null;
export const truth: Is<boolean> = (value): value is boolean => typeof value === "boolean";
export const number: Is<number> = (value): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
export const isId: Is<string> = (value): value is string =>
  typeof value === "string" && /^[0-9a-f]{32}$/.test(value);

/** `most`: UTF-16 code units. */
export function text(most: number): Is<string> {
  return (value): value is string => typeof value === "string" && fits(value, most);
}

export function nullable<T>(is: Is<T>): Is<T | null> {
  return (value): value is T | null => value === null || is(value);
}

export function oneOf<T extends string>(...all: readonly T[]): Is<T> {
  return (value): value is T => (all as readonly unknown[]).includes(value);
}

export function list<T>(most: number, is: Is<T>): Is<T[]> {
  return (value): value is T[] => Array.isArray(value) && fits(value, most) && value.every((one) => is(one));
}

export function exactly<T extends object>(fields: { readonly [F in keyof T]-?: Is<T[F]> }): Is<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  return (value): value is T => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    if (Reflect.ownKeys(value).length !== names.length) return false;
    return names.every((name) => Object.hasOwn(value, name) && fields[name]((value as T)[name]));
  };
}

/** A day that the calendar has. */
export const isDay: Is<string> = (value): value is string => {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
};

export const isWriting: Is<Writing> = exactly<Writing>({
  title: text(LIMITS.title),
  text: text(LIMITS.text),
  date: isDay,
  meeting: nullable(isDay),
  tags: list(LIMITS.tags, text(LIMITS.tag)),
  actions: list(LIMITS.actions, exactly<Action>({ text: text(LIMITS.action), done: truth })),
  letGo: nullable(isDay),
  prompt: nullable(text(LIMITS.prompt)),
});

function fits(value: { readonly length: number }, most: number): true {
  if (value.length > most) throw new Refused("too-big");
  return true;
}
