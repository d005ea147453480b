import type { Change } from "../../domain/charter.ts";
import { Summary } from "../../ui/page.tsx";
import { changeWords } from "../../words/charter.ts";

/** Each thing that is different, with its name. */
export function WhatChanged({ title, changes }: { title: string; changes: readonly Change[] }) {
  return (
    <>
      <h2 class="nhsuk-heading-m">{title}</h2>
      {changes.length === 0 ? (
        <p>{changeWords.none}</p>
      ) : (
        <Summary rows={changes.map(({ name, words }) => [name, words] as const)} />
      )}
    </>
  );
}
