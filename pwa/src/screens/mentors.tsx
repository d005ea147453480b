import { type ReadonlySignal, type Signal, useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { type Filters, fits, type Mentor, mentorsOf, noFilters } from "../domain/directory.ts";
import { buildSearch, type Search } from "../domain/directory-search.ts";
import { hiddenListings } from "../domain/never.ts";
import { takingPart } from "../domain/participation.ts";
import { device, environment } from "../domain/phone.ts";
import { withList } from "../domain/schemes.ts";
import { Plain } from "../ui/button.tsx";
import { Select } from "../ui/choice.tsx";
import { Input } from "../ui/form.tsx";
import { Page, Quiet } from "../ui/page.tsx";
import { Link, note, place } from "../ui/route.tsx";
import { mentors as words } from "../words/mentors.ts";
import { schemes as schemeWords } from "../words/schemes.ts";
import { Filtering } from "./parts/filtering.tsx";
import { askFor, ListState } from "./parts/list-state.tsx";
import { Listed } from "./parts/listed.tsx";
import { SchemeRows } from "./parts/scheme-rows.tsx";

export function Screen() {
  const open = device();
  const schemes = withList(open.documents("scheme").value);
  const chosen = useSignal(place.peek().query.get("scheme") ?? "");
  const following = open.following.value;
  const parts = takingPart(open.documents("participation").value);
  const first = following[0] ?? parts[0]?.scheme;
  const scheme = schemes.find((one) => one.id === (chosen.value || first));

  useEffect(() => {
    if (scheme !== undefined && !open.following.peek().includes(scheme.id)) askFor(scheme.id);
  }, [open, scheme]);

  const choose = (id: string) => {
    chosen.value = id;
    note({ scheme: id });
  };

  return (
    <Page title={words.title}>
      {schemes.length > 0 && (
        <Select
          id="scheme"
          label={scheme === undefined ? words.chooseScheme : words.scheme}
          value={scheme?.id ?? ""}
          onChoose={choose}
          options={[
            ...(scheme === undefined ? [{ value: "", words: "" }] : []),
            ...schemes.map((one) => ({ value: one.id, words: one.name })),
          ]}
        />
      )}
      {scheme === undefined ? (
        <>
          <p>{words.noScheme}</p>
          <SchemeRows />
        </>
      ) : (
        <Directory key={scheme.id} scheme={scheme.id} membersOnly={scheme.charter.listing === "members"} />
      )}
    </Page>
  );
}

interface Hits {
  mentors: readonly Mentor[];
  near: readonly string[];
  narrowed: boolean;
}

/** A key redraws the box and the rows, and nothing else of this screen. */
function Directory({ scheme, membersOnly }: { scheme: string; membersOnly: boolean }) {
  const documents = device().documents("mentor");
  const query = useSignal(place.peek().query.get("search") ?? "");
  const filters = useSignal(noFilters);
  const search = useSignal<Search | undefined>(undefined);
  const never = device().documents("never");
  const mentors = useComputed(() => {
    const hidden = hiddenListings(never.value);
    const all = mentorsOf(documents.value, scheme);
    return hidden.size === 0 ? all : all.filter((mentor) => !hidden.has(mentor.id));
  });
  const hits = useComputed((): Hits => {
    const typed = query.value.trim();
    const found = typed === "" ? undefined : search.value?.find(typed);
    const all = found?.mentors ?? mentors.value;
    const kept = filters.value === noFilters ? all : all.filter((mentor) => fits(mentor, filters.value));
    return { mentors: kept, near: found?.near ?? [], narrowed: typed !== "" || filters.value !== noFilters };
  });

  useEffect(() => {
    let over = false;
    void buildSearch(mentors.value, environment.breathe, () => over).then((built) => {
      if (built !== undefined) search.value = built;
    });
    return () => {
      over = true;
    };
  }, [mentors.value, search]);

  const all = mentors.value.length;
  if (all === 0) return <ListState scheme={scheme} membersOnly={membersOnly} here={false} />;
  return (
    <>
      <Box query={query} scheme={scheme} />
      <Filtering mentors={mentors.value} filters={filters} />
      <Results hits={hits} all={all} scheme={scheme} query={query} filters={filters} />
      <ListState scheme={scheme} membersOnly={membersOnly} here={true} />
      <p>
        <Link to={`/schemes/${scheme}`}>{schemeWords.charter}</Link>
      </p>
      <Quiet>{words.privateFollow}</Quiet>
    </>
  );
}

/** After this long without a key, the address holds what was typed. */
const PAUSE = 400;

/** On a small screen the keyboard takes half: the box goes to the top, so that rows are seen beneath it. */
function toTop(event: FocusEvent): void {
  if (!matchMedia("(max-width: 40em)").matches) return;
  (event.target as Element).closest(".nhsuk-form-group")?.scrollIntoView();
}

function Box({ query, scheme }: { query: Signal<string>; scheme: string }) {
  const typed = query.value;
  useEffect(() => environment.after(PAUSE, () => note({ scheme, search: typed })), [typed, scheme]);
  return (
    <Input
      id="search"
      label={words.search}
      hint={words.searchHint}
      type="search"
      inputMode="search"
      autoComplete="off"
      value={typed}
      onFocus={toTop}
      onInput={(next) => {
        query.value = next;
      }}
    />
  );
}

interface ResultsProps {
  hits: ReadonlySignal<Hits>;
  all: number;
  scheme: string;
  query: Signal<string>;
  filters: Signal<Filters>;
}

function Results({ hits, all, scheme, query, filters }: ResultsProps) {
  const { mentors, near, narrowed } = hits.value;
  const clear = useMemo(
    () => () => {
      query.value = "";
      filters.value = noFilters;
    },
    [query, filters],
  );
  return (
    <>
      <p role="status" class="quiet">
        {narrowed ? words.matching(mentors.length, all) : words.count(all)}
        {near.length > 0 && mentors.length > 0 && `. ${words.near(near.slice(0, 3).join(", "))}`}
      </p>
      {narrowed && mentors.length > 0 && <Plain onPress={clear}>{words.clear}</Plain>}
      {mentors.length === 0 ? (
        <p>
          {words.noMatch} <Plain onPress={clear}>{words.showAll(all)}</Plain>
        </p>
      ) : (
        <Listed mentors={mentors} scheme={scheme} />
      )}
    </>
  );
}
