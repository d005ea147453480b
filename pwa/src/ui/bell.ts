/** A bell made of sound alone: no file is fetched. Browsers let it ring only after a tap. */
export interface Bell {
  /** To be called within a tap. False where there is no sound. */
  ready(): boolean;
  ring(): void;
  close(): void;
}

const TONES = [0, 0.45, 0.9];
const HERTZ = 660;

export function bell(): Bell {
  let context: AudioContext | undefined;
  return {
    ready() {
      if (typeof AudioContext === "undefined") return false;
      context ??= new AudioContext();
      void context.resume().catch(() => {});
      return true;
    },
    ring() {
      const open = context;
      if (open === undefined) return;
      // A phone that was locked may have put the sound to sleep.
      void open
        .resume()
        .then(() => {
          for (const after of TONES) tone(open, open.currentTime + after);
        })
        .catch(() => {});
    },
    close() {
      void context?.close().catch(() => {});
      context = undefined;
    },
  };
}

/** Swells and fades, so that it does not crack. */
function tone(context: AudioContext, at: number): void {
  const source = context.createOscillator();
  const volume = context.createGain();
  source.frequency.value = HERTZ;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.4, at + 0.03);
  volume.gain.linearRampToValueAtTime(0, at + 0.35);
  source.connect(volume).connect(context.destination);
  source.start(at);
  source.stop(at + 0.4);
}
