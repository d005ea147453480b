import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { type Block, type Inline, readPage } from "../../domain/guidance.ts";
import { Inset } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";

/** A page's Markdown, drawn. */
export function PageText({ text }: { text: string }) {
  const blocks = useMemo(() => readPage(text), [text]);
  return <>{blocksDrawn(blocks)}</>;
}

export const blocksDrawn = (blocks: readonly Block[]): ComponentChildren[] => blocks.map(drawn);

function drawn(block: Block, key: number): ComponentChildren {
  switch (block.kind) {
    case "heading":
      return <Heading key={key} level={block.level} of={block.of} />;
    case "text":
      return <p key={key}>{inside(block.of)}</p>;
    case "list":
      return <List key={key} start={block.start} items={block.items} />;
    case "quote":
      return <Inset key={key}>{blocksDrawn(block.of)}</Inset>;
    case "code":
      return (
        <pre class="words" key={key}>
          {block.text}
        </pre>
      );
    case "rule":
      return <hr key={key} />;
  }
}

function Heading({ level, of }: { level: 2 | 3 | 4; of: readonly Inline[] }) {
  if (level === 2) return <h2 class="nhsuk-heading-m">{inside(of)}</h2>;
  return level === 3 ? (
    <h3 class="nhsuk-heading-s">{inside(of)}</h3>
  ) : (
    <h4 class="nhsuk-heading-xs">{inside(of)}</h4>
  );
}

function List({ start, items }: { start: number | undefined; items: readonly Block[][] }) {
  // The list stands in the order it was written in, and nothing is put between.
  const rows = items.map((item, at) => <li key={String(at)}>{item.map(inItem)}</li>);
  return start === undefined ? (
    <ul class="nhsuk-list nhsuk-list--bullet">{rows}</ul>
  ) : (
    <ol class="nhsuk-list nhsuk-list--number" start={start}>
      {rows}
    </ol>
  );
}

/** The words of an item stand beside its mark. */
function inItem(block: Block, at: number): ComponentChildren {
  return block.kind === "text" ? <span key={at}>{inside(block.of)} </span> : drawn(block, at);
}

function inside(all: readonly Inline[]): ComponentChildren {
  return all.map((one, at) => piece(one, at));
}

function piece(one: Inline, key: number): ComponentChildren {
  if (typeof one === "string") return one;
  switch (one.kind) {
    case "strong":
      return <strong key={key}>{inside(one.of)}</strong>;
    case "em":
      return <em key={key}>{inside(one.of)}</em>;
    case "del":
      return <del key={key}>{inside(one.of)}</del>;
    case "code":
      return <code key={key}>{inside(one.of)}</code>;
    case "break":
      return <br key={key} />;
    case "link":
      return one.apart ? (
        <a key={key} href={one.to} rel="noopener noreferrer">
          {inside(one.of)}
        </a>
      ) : (
        <Link key={key} to={one.to}>
          {inside(one.of)}
        </Link>
      );
  }
}
