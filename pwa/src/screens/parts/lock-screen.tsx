import { notices, sending as words } from "../../words/notices.ts";

/** The line that a locked phone shows, word for word: the same for every notice of every scheme. */
export function LockScreen() {
  return (
    <section class="lock-screen" aria-label={words.preview}>
      <h2 class="nhsuk-heading-s">{words.preview}</h2>
      <p>{words.previewWords}</p>
      <p class="lock-screen__line">
        <strong>{notices.lockTitle}</strong> <span>{notices.lockOne}</span>
      </p>
    </section>
  );
}
