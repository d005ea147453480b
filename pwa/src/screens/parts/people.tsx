import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { type Member, named } from "../../domain/office.ts";
import { Button, Plain } from "../../ui/button.tsx";
import { Input } from "../../ui/form.tsx";
import { queue, people as words } from "../../words/queue.ts";

const PAGE = 20;
/** So many names are read at a glance. */
const AT_A_GLANCE = 6;

interface PeopleProps {
  label: string;
  members: readonly Member[];
  /** What stands in the row of one of them. */
  children: (member: Member) => ComponentChildren;
}

/** Names that can be searched; the first of them, and more when asked. */
export function People({ label, members, children }: PeopleProps) {
  const query = useSignal("");
  const shown = useSignal(PAGE);
  const found = named(members, query.value);
  const left = found.length - shown.value;
  return (
    <>
      {members.length > AT_A_GLANCE && (
        <Input
          id="search"
          label={words.search}
          type="search"
          inputMode="search"
          autoComplete="off"
          value={query.value}
          onInput={(typed) => {
            query.value = typed;
            shown.value = PAGE;
          }}
        />
      )}
      <div role="status">
        {found.length === 0 && (
          <p>
            {words.none}{" "}
            <Plain
              onPress={() => {
                query.value = "";
              }}
            >
              {words.all(members.length)}
            </Plain>
          </p>
        )}
      </div>
      {found.length > 0 && (
        <ul class="rows" aria-label={label}>
          {found.slice(0, shown.value).map((member) => (
            <li class="row row--act" key={member.id}>
              {children(member)}
            </li>
          ))}
        </ul>
      )}
      {left > 0 && (
        <Button
          onPress={() => {
            shown.value += PAGE * 2;
          }}
        >
          {queue.more(Math.min(left, PAGE * 2))}
        </Button>
      )}
    </>
  );
}
