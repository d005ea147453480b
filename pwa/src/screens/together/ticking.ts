import { type Signal, signal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { keepRound, readRound, round } from "../../domain/keeping-time.ts";
import { environment } from "../../domain/phone.ts";
import { left, look } from "../../times/turns.ts";
import { bell } from "../../ui/bell.ts";

/** One bell for every screen that a running turn is seen from. */
const ringing = bell();

/** Whether these people want it. */
export const wanted = signal(true);
/** Off until a tap has allowed it; after a reload it takes another tap. */
export const sound = signal<"off" | "on" | "none">("off");

export function turnSound(on: boolean): void {
  wanted.value = on;
  if (on) sound.value = ringing.ready() ? "on" : "none";
  else {
    sound.value = "off";
    ringing.close();
  }
}

/** Called within the tap that starts a turn. */
export function allowSound(): void {
  if (wanted.peek()) turnSound(true);
}

export function endSound(): void {
  ringing.close();
  if (sound.value === "on") sound.value = "off";
}

/** The moment, told anew with each second of a running turn. What it shows comes from the clock on the wall. */
export function useTicking(): Signal<number> {
  const now = useSignal(environment.now());
  const told = useRef(false);
  const cancel = useRef(() => {});

  const tick = () => {
    cancel.current();
    const at = environment.now();
    now.value = at;
    const open = round.peek();
    if (open === undefined || open.phase === "even") return;
    const more = left(open, at);
    if (more > 0) told.current = false;
    else if (!told.current) {
      told.current = true;
      if (sound.peek() === "on") ringing.ring();
    }
    if (open.phase !== "running") return;
    const next = look(open, at);
    if (next !== open) keepRound(next);
    else cancel.current = environment.after(more > 0 ? more % 1000 || 1000 : 1000 - (-more % 1000), tick);
  };
  const latest = useRef(tick);
  latest.current = tick;

  useEffect(() => {
    readRound();
    const deaf = environment.listen((event) => {
      if (event !== "visible") return;
      readRound();
      latest.current();
    });
    return () => {
      deaf();
      cancel.current();
    };
  }, []);
  useSignalEffect(() => {
    if (round.value !== undefined) latest.current();
  });
  return now;
}
