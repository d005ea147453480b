/** Elements, fields and buttons by plain calls: no markup is ever made from text. */
import { codeOf } from "./port.ts";
import * as words from "./words.ts";

export type Child = Node | string | null | undefined | false;
type Given = string | number | boolean | null | undefined | ((event: Event) => void);

/** Own properties of a field rather than attributes: an attribute would only be the first value. */
const LIVE = new Set(["value", "checked", "disabled", "hidden"]);

export function h<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  given: Readonly<Record<string, Given>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (LIVE.has(name)) Reflect.set(made, name, value ?? "");
    else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  fill(made, ...children);
  return made;
}

export function fill(into: Element, ...children: readonly Child[]): void {
  into.replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
}

let ids = 0;
export const fresh = (): string => {
  ids += 1;
  return `f${ids}`;
};

export const p = (text: string, kind?: string): HTMLElement => h("p", { class: kind }, text);

/**
 * A button. While what it began is under way it can be pressed no second time; a "no" that nobody else puts
 * beside its field is said below the button.
 */
export function button(
  text: string,
  press: () => unknown,
  kind: "first" | "second" | "plain" | "row" = "second",
): HTMLButtonElement {
  let busy = false;
  const why = h("p", { class: "error", role: "alert" });
  const made: HTMLButtonElement = h(
    "button",
    {
      type: "button",
      class: kind,
      click: async () => {
        if (busy) return;
        busy = true;
        why.remove();
        made.setAttribute("aria-disabled", "true");
        try {
          await press();
        } catch (no) {
          why.textContent = words.refusals[codeOf(no)];
          made.after(why);
        } finally {
          busy = false;
          made.removeAttribute("aria-disabled");
        }
      },
    },
    text,
  );
  return made;
}

export const card = (...children: readonly Child[]): HTMLElement => h("div", { class: "card" }, ...children);
export const rows = (...children: readonly Node[]): HTMLElement =>
  h("ul", { class: "rows" }, ...children.map((child) => h("li", {}, child)));
/** Two ways on, equal in size and colour. */
export const equal = (...children: readonly Node[]): HTMLElement => h("div", { class: "equal" }, ...children);

/** What keeps a browser or a keyboard from learning or sending what is typed, as far as a page can ask. */
export const QUIET = {
  spellcheck: "false",
  autocorrect: "off",
  autocomplete: "off",
  writingsuggestions: "false",
};

type Box = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export interface Field<B extends Box = HTMLInputElement> {
  readonly whole: HTMLElement;
  readonly box: B;
  /** Say beside the field what is wrong, and go there; null takes it away. */
  readonly wrong: (what: string | null, go?: boolean) => void;
}

export function field<B extends Box>(label: string, hint: string | null, box: B, after?: Child): Field<B> {
  box.id ||= fresh();
  const below = h("span", { class: "hint", id: `${box.id}h` }, hint);
  // Said with the field for as long as there is something to say: empty, it says nothing.
  const error = h("span", { class: "error", id: `${box.id}e` });
  box.setAttribute("aria-describedby", `${error.id} ${below.id}`);
  const whole = h("div", { class: "field" }, h("label", { for: box.id }, label), below, error, box, after);
  const wrong = (what: string | null, go = true) => {
    error.textContent = what;
    whole.classList.toggle("field--wrong", what !== null);
    box.setAttribute("aria-invalid", String(what !== null));
    if (what !== null && go) box.focus();
  };
  return { whole, box, wrong };
}

/** A one-line field; Enter presses what follows it, as there are no forms in here. */
export function line(
  label: string,
  hint: string | null,
  given: Readonly<Record<string, Given>> = {},
  enter?: () => unknown,
  after?: Child,
): Field {
  const key = (event: Event) => {
    if ((event as KeyboardEvent).key === "Enter" && !(event as KeyboardEvent).isComposing) enter?.();
  };
  return field(label, hint, h("input", { type: "text", ...QUIET, keydown: key, ...given }), after);
}

/** A field for a passphrase, which can be shown while it is typed. */
export function secret(label: string, hint: string | null, enter: () => unknown): Field {
  const show = button(words.show, () => {
    const seen = made.box.type === "text";
    made.box.type = seen ? "password" : "text";
    show.textContent = seen ? words.show : words.hide;
  });
  show.setAttribute("aria-label", words.showPassphrase);
  const made = line(label, hint, { type: "password", autocapitalize: "none" }, enter);
  made.whole.append(h("div", { class: "with" }, made.box, show));
  return made;
}

/** A tick, which goes back to what it was where `change` says that it was not kept. */
export function check(
  label: string,
  checked: boolean,
  change: (on: boolean) => boolean | Promise<boolean>,
): HTMLElement {
  const set = async () => {
    const on = box.checked;
    if (!(await change(on))) box.checked = !on;
  };
  const box = h("input", { type: "checkbox", checked, change: set });
  return h("label", { class: "check" }, box, h("span", {}, label));
}
