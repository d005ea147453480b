import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { clock } from "../../domain/phone.ts";
import type { Source } from "../../domain/rota/keeping.ts";
import { readBeside } from "../../domain/rota/reading.ts";
import { bring, here, remove, sourceFrom } from "../../domain/rota.ts";
import type { Found } from "../../times/rota/reading/result.ts";
import { Plain } from "../../ui/button.tsx";
import type { Errors } from "../../ui/form.tsx";
import { Details } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { dateOf } from "../../when.ts";
import { app } from "../../words/app.ts";
import { stopped, why, rota as words } from "../../words/rota.ts";

interface Asked {
  kind: "file" | "paste";
  id: string;
  name: string;
  rota: string | Uint8Array;
  legend: string;
  first: string | undefined;
}

/** Reads what was handed over beside the page, and keeps what was found. */
export function useAdding(field: string) {
  const errors = useSignal<Errors>({});
  const busy = useSignal(false);
  const found = useSignal<Found | undefined>(undefined);
  const source = useSignal<string | undefined>(undefined);

  async function add(wrong: Errors, asked: () => Promise<Asked>): Promise<void> {
    errors.value = wrong;
    if (Object.keys(wrong).length > 0 || busy.value) return;
    busy.value = true;
    found.value = undefined;
    source.value = undefined;
    try {
      const { kind, id, name, ...rest } = await asked();
      const home = here().name;
      const reading = await readBeside({ ...rest, home, today: dateOf(clock.value, home) });
      if (!reading.ok) errors.value = { [field]: stopped[reading.why] };
      else {
        if (reading.found.duties.length > 0) {
          const read = sourceFrom(kind, id, reading.found.name ?? name, reading.found);
          await bring(read, rest.legend);
          source.value = read.id;
        }
        found.value = reading.found;
      }
    } catch {
      errors.value = { "": words.closed };
    } finally {
      busy.value = false;
    }
  }
  return { errors, busy, found, source, add };
}

/** What was kept and its way back; what could not be read, by name. It stays until the screen is left. */
export function Added({ found, source }: { found: Found; source: string | undefined }) {
  const { duties, unread, outside } = found;
  return (
    <>
      {source === undefined ? (
        <Said said={words.foundNone} />
      ) : (
        <Taken source={source} said={`${words.added} ${words.found(duties.length)}`} />
      )}
      {outside > 0 && <p>{words.outside(outside)}</p>}
      {unread.length > 0 && (
        <Details summary={words.unread(unread.length)}>
          <p>{words.unreadHint}</p>
          <ul class="rows">
            {unread.slice(0, MOST_SHOWN).map((one) => (
              <li class="row" key={one.place}>
                <strong>{one.what || words.unreadPlace(one.place)}</strong>
                <span class="quiet">
                  {words.unreadPlace(one.place)}. {why[one.why]}
                </span>
              </li>
            ))}
          </ul>
          {unread.length > MOST_SHOWN && <p>{words.unreadMore(unread.length - MOST_SHOWN)}</p>}
        </Details>
      )}
      <p>
        <Link to="/you/rota">{words.toRota}</Link>
      </p>
    </>
  );
}

const MOST_SHOWN = 100;

/** Something was kept just now, and can be taken back. */
export function Taken({ source, said }: { source: Source["id"]; said: string }) {
  const undone = useSignal(false);
  const undo = async () => {
    await remove(source);
    undone.value = true;
  };
  return undone.value ? <Said said={app.undone} /> : <Said said={said} undo={() => void undo()} />;
}

/** A card that says what was done. It takes the focus, and offers the way back while there is one. */
export function Said({ said, undo }: { said: string; undo?: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is read out again when it says something else
  useEffect(() => box.current?.focus(), [said]);
  return (
    <div class="saved" role="status" tabIndex={-1} ref={box}>
      <p>{said}</p>
      {undo && <Plain onPress={undo}>{app.undo}</Plain>}
    </div>
  );
}
