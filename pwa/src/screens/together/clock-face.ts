/** In whole seconds: what is left is never said to be less than it is, and what is over never more. */
export function seconds(milliseconds: number): number {
  return milliseconds > 0 ? Math.ceil(milliseconds / 1000) : Math.floor(-milliseconds / 1000);
}

/** "9:42". */
export function face(milliseconds: number): string {
  const all = seconds(milliseconds);
  return `${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}`;
}
