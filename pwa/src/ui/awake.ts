/** Keeps the screen on, where the browser can. The answer lets it go. */
export function stayAwake(): () => void {
  const locks: WakeLock | undefined = navigator.wakeLock;
  let held: WakeLockSentinel | undefined;
  let wanted = locks !== undefined;

  // The browser lets go by itself whenever the page is hidden.
  const ask = async () => {
    if (!wanted || document.visibilityState !== "visible") return;
    try {
      held = await locks?.request("screen");
      if (!wanted) await held?.release();
    } catch {
      // A phone that saves its battery says no, and the turn runs all the same.
    }
  };
  const seen = () => void ask();
  document.addEventListener("visibilitychange", seen);
  void ask();
  return () => {
    wanted = false;
    document.removeEventListener("visibilitychange", seen);
    void held?.release().catch(() => {});
  };
}
