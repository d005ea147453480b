import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Link } from "./route.tsx";

interface PageProps {
  title: string;
  /** Where one level up is, and what it is called. */
  back?: { to: string; words: string };
  /** The name of the app, for the window's title; "" where the title goes onto paper alone. */
  app?: string;
  children: ComponentChildren;
}

/** One screen: its title in the window and as the heading that takes focus on arrival. */
export function Page({ title, back, app = "Alongside", children }: PageProps) {
  useEffect(() => {
    document.title = app === "" ? title : `${title} – ${app}`;
  }, [title, app]);
  return (
    <>
      {back && (
        <Link class="nhsuk-back-link" to={back.to}>
          {back.words}
        </Link>
      )}
      <h1 class="nhsuk-heading-l" tabIndex={-1}>
        {title}
      </h1>
      {children}
    </>
  );
}

export function Card({ children, class: more }: { children: ComponentChildren; class?: string }) {
  return <section class={more ? `card ${more}` : "card"}>{children}</section>;
}

/** A list whose rows lead somewhere. */
export function Rows({ label, children }: { label?: string; children: ComponentChildren }) {
  return (
    <ul class="rows" aria-label={label}>
      {children}
    </ul>
  );
}

interface RowProps {
  to: string;
  title: string;
  /** It leads to a page of its own, which the browser loads. */
  apart?: boolean;
  children?: ComponentChildren;
}

export function Row({ to, title, apart, children }: RowProps) {
  return (
    <li>
      <Link class="row" to={to} apart={apart}>
        <strong>{title}</strong>
        {children && <span class="quiet">{children}</span>}
      </Link>
    </li>
  );
}

export function Quiet({ children }: { children: ComponentChildren }) {
  return <p class="quiet">{children}</p>;
}

/** What is known of a thing, in words: "On this phone", "Sent". */
export function State({ words }: { words: string | undefined }) {
  return words === undefined ? null : <span class="state">{words}</span>;
}

export function Inset({ children }: { children: ComponentChildren }) {
  return <div class="nhsuk-inset-text">{children}</div>;
}

export function Details({ summary, children }: { summary: string; children: ComponentChildren }) {
  return (
    <details class="nhsuk-details">
      <summary class="nhsuk-details__summary">
        <span class="nhsuk-details__summary-text">{summary}</span>
      </summary>
      <div class="nhsuk-details__text">{children}</div>
    </details>
  );
}

/** Names and values, with something to do at the end of a line where there is something to do. */
export function Summary({ rows }: { rows: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="nhsuk-summary-list">
      {rows.map(([key, value]) => (
        <div class="nhsuk-summary-list__row" key={key}>
          <dt class="nhsuk-summary-list__key">{key}</dt>
          <dd class="nhsuk-summary-list__value">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
