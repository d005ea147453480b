/** Writing one: whatever is typed is on its way to the disk within a second, and the page says where it is. */
import { type Kept, LIMITS, type Writing } from "../channel.ts";
import { actionRows } from "./action-rows.ts";
import { copy } from "./copy.ts";
import { button, field, fill, h, line, p, QUIET } from "./dom.ts";
import { say, show } from "./frame.ts";
import { keeping } from "./keeping.ts";
import { ask, No } from "./port.ts";
import { promptField } from "./prompts.ts";
import { type Saving, said } from "./saving.ts";
import { put, readAll, today } from "./store.ts";
import { readTags } from "./tags.ts";
import * as words from "./words.ts";

const STATES = { nothing: "", saving: words.saving, saved: words.saved, "not-saved": words.notSaved };
/** Long enough after the last key that a voice does not speak into the typing. */
const SETTLED = 1500;

/** `done`: where to go from here, with the id of what was written. */
export function write(
  kept: Kept | null,
  done: (id: string | null) => void,
  about: string | null = null,
): void {
  let id = kept?.id ?? null;
  let version = kept?.version ?? 0;
  const from = kept?.writing;
  const back = () => done(id);
  let abandoned = false;

  const touch = () => keep.touch();
  const title = line(words.title, words.ifAny, { value: from?.title, maxlength: LIMITS.title, input: touch });
  const box = h("textarea", { ...QUIET, rows: 12, value: from?.text, input: touch });
  const text = field(words.text, words.textHint, box);
  const prompt = promptField(from?.prompt ?? null, box, touch);
  const day = (label: string, hint: string | null, value: string | null | undefined) =>
    line(label, hint, { type: "date", value, input: touch });
  /** A year of more than four figures is one that is still being typed. */
  const dayIn = (made: typeof title) => (/^\d{4}-/.test(made.box.value) ? made.box.value : null);
  const date = day(words.date, null, from?.date ?? today());
  const meeting = day(words.meeting, words.ifAny, from ? from.meeting : about);
  const letGo = day(words.letGo, words.letGoHint, from?.letGo);
  const tags = line(words.tags, words.tagsHint, { value: from?.tags.join(", "), input: touch });
  const actions = actionRows(from?.actions ?? [], touch);

  const writing = (): Writing => ({
    title: title.box.value,
    text: box.value,
    date: dayIn(date) ?? from?.date ?? today(),
    meeting: dayIn(meeting),
    tags: readTags(tags.box.value),
    actions: actions.read(),
    letGo: dayIn(letGo),
    prompt: prompt.read(),
  });
  /** Only what somebody wrote makes a new one: opening the page, or choosing a day, does not. */
  const bare = ({ title, text, tags, actions }: Writing) =>
    id === null && !title.trim() && !text.trim() && tags.length + actions.length === 0;

  const send = async () => {
    const now = writing();
    const long = now.text.length > LIMITS.text;
    text.wrong(long ? words.tooLong : null, false);
    if (long) throw new No("too-big");
    if (bare(now)) return;
    let answer: Awaited<ReturnType<typeof ask<"save">>>;
    try {
      answer = await ask("save", { id, version, writing: now });
    } catch (no) {
      // Deleted in another window meanwhile: what is on this screen is kept as a new one.
      if (!(no instanceof No) || no.code !== "not-found" || id === null) throw no;
      answer = await ask("save", { id: null, version: 0, writing: now });
    }
    ({ id, version } = answer.kept);
    put(answer.kept);
    if (!answer.beside) return;
    beside.textContent = words.beside;
    await readAll();
  };

  const where = h("p", { class: "where" });
  const beside = h("p", { class: "saved", role: "status" });
  const loud = h("div", { role: "alert" });
  let settled: ReturnType<typeof setTimeout> | undefined;
  let before: string | null = null;
  const tell = (state: Saving) => {
    const is = said(state);
    const nothingYet = is !== "not-saved" && bare(writing());
    where.textContent = nothingYet ? "" : STATES[is];
    where.classList.toggle("where--not", is === "not-saved");
    clearTimeout(settled);
    if (is === "saved" && !nothingYet) settled = setTimeout(say, SETTLED, words.saved);
    const now = state.refused;
    if (now === before) return;
    before = now;
    fill(loud, now !== null && unsaved(now === "too-big" ? words.tooLong : words.refusals[now]));
  };
  const unsaved = (why: string) =>
    h(
      "div",
      { class: "card loud", tabindex: "-1" },
      h("h2", {}, words.notSavedLong),
      p(why),
      button(words.tryAgain, () => keep.flush(), "first"),
      button(words.copyText, () => copy(box)),
      button(
        words.leaveUnsaved,
        () => {
          abandoned = true;
          back();
        },
        "plain",
      ),
    );
  const keep = keeping(send, tell);

  const dates = h(
    "details",
    { open: from !== undefined && from.tags.length + from.actions.length > 0 },
    h("summary", {}, words.details),
    date.whole,
    meeting.whole,
    tags.whole,
    actions.whole,
    letGo.whole,
  );
  show(
    kept === null ? words.write : words.edit,
    [where, loud, beside, title.whole, prompt.whole, text.whole, dates],
    {
      back,
      hurry: () => void keep.flush(),
      leave: async () => {
        if (abandoned || (await keep.flush())) return true;
        loud.querySelector<HTMLElement>("div")?.focus();
        return false;
      },
    },
  );
}
