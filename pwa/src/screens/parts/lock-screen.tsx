import { notices, sending as words } from "../../words/notices.ts";

/** The line that a locked phone shows, word for word: the same for every notice of every scheme. */
export function LockScreen() {
  return (
    <section aria-label={words.preview}>
      <h2 class="nhsuk-heading-s">{words.preview}</h2>
      <p>{words.previewWords}</p>
      <p class="card">
        <strong>{notices.lockTitle}</strong> <br />
        {notices.lockOne}
      </p>
    </section>
  );
}
