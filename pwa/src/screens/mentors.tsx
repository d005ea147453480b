import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fits, mentorsOf, noFilters } from "../domain/directory.ts";
import { buildSearch, type Search } from "../domain/directory-search.ts";
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

function Directory({ scheme, membersOnly }: { scheme: string; membersOnly: boolean }) {
  const open = device();
  const query = useSignal(place.peek().query.get("search") ?? "");
  const filters = useSignal(noFilters);
  const search = useSignal<Search | undefined>(undefined);
  const documents = open.documents("mentor");
  const mentors = useComputed(() => mentorsOf(documents.value, scheme));
  const found = useComputed(() => {
    const typed = query.value.trim();
    const hits = typed === "" ? undefined : search.value?.find(typed);
    const all = hits?.mentors ?? mentors.value;
    const kept = filters.value === noFilters ? all : all.filter((mentor) => fits(mentor, filters.value));
    return { mentors: kept, near: hits?.near ?? [] };
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

  const clear = () => {
    query.value = "";
    filters.value = noFilters;
    note({ scheme });
  };
  const { mentors: hits, near } = found.value;
  const narrowed = query.value.trim() !== "" || filters.value !== noFilters;
  return (
    <>
      <Input
        id="search"
        label={words.search}
        hint={words.searchHint}
        type="search"
        inputMode="search"
        autoComplete="off"
        value={query.value}
        onInput={(typed) => {
          query.value = typed;
          note({ scheme, search: typed });
        }}
      />
      <Filtering mentors={mentors.value} filters={filters} />
      <p role="status" class="quiet">
        {narrowed ? words.matching(hits.length, all) : words.count(all)}
        {near.length > 0 && hits.length > 0 && `. ${words.near(near.slice(0, 3).join(", "))}`}
      </p>
      {narrowed && hits.length > 0 && <Plain onPress={clear}>{words.clear}</Plain>}
      {hits.length === 0 ? (
        <p>
          {words.noMatch} <Plain onPress={clear}>{words.showAll(all)}</Plain>
        </p>
      ) : (
        <Listed key={`${query.value} ${JSON.stringify(filters.value)}`} mentors={hits} scheme={scheme} />
      )}
      <ListState scheme={scheme} membersOnly={membersOnly} here={true} />
      <p>
        <Link to={`/schemes/${scheme}`}>{schemeWords.charter}</Link>
      </p>
      <Quiet>{words.privateFollow}</Quiet>
    </>
  );
}
