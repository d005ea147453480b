import { sending as words } from "../../words/notices.ts";
import { neutral } from "../../words/shown.ts";

/** What a locked phone shows, from where its own words come: the same for every notice of every scheme. */
export function LockScreen() {
  return (
    <section aria-label={words.preview}>
      <h2 class="nhsuk-heading-s">{words.preview}</h2>
      <p>{words.previewWords}</p>
      <p class="card">
        <strong>{neutral.title}</strong> <br />
        {neutral.words}
      </p>
    </section>
  );
}
