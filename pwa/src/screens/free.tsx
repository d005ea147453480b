import { useSignal } from "@preact/signals";
import type { Availability, PatchAvailability } from "../contract.ts";
import { availabilityOf, copyOfLastWeek, waits, weeksAround } from "../domain/availability.ts";
import { listed } from "../domain/participation.ts";
import { clock, device } from "../domain/phone.ts";
import { dayNumber, rangesOn } from "../times/availability.ts";
import { Button } from "../ui/button.tsx";
import { Inset, Page, Quiet, Rows, State } from "../ui/page.tsx";
import { Link } from "../ui/route.tsx";
import { dateOf, day, daysAfter } from "../when.ts";
import { you } from "../words/account.ts";
import { app, states } from "../words/app.ts";
import { type Setting, settings, weekdays, free as words } from "../words/availability.ts";
import { AsAt } from "./parts/as-at.tsx";
import { CameBack } from "./parts/came-back.tsx";
import { phoneZone, say } from "./parts/free-saying.ts";
import { rangesWords, settingWords, zoneWords } from "./parts/free-words.ts";
import { useSaid } from "./parts/said-times.tsx";

const SHOWN = 14;

/** Times a mentor is free: each week, on the days to come, and how meetings fit into them. */
export function Screen() {
  const open = device();
  const held = availabilityOf(open.documents("availability").value);
  const mentor = listed(open.documents("participation").value).length > 0;
  const today = dateOf(clock.value, held.zone);
  const said = useSaid();
  const { last, next } = weeksAround(today);
  const copy = async () => {
    const copied = copyOfLastWeek(held, today);
    if (copied.length > 0) await said.tell(words.copied, say(copied));
    else said.only(words.copiedAlready);
  };
  const paused = held.paused_until !== null && held.paused_until > today ? held.paused_until : undefined;
  const isEmpty = [...held.weekdays, ...Object.values(held.dates)].every((ranges) => !ranges?.length);

  return (
    <Page title={words.title} back={{ to: "/you", words: app.backTo(you.title) }}>
      <p>{words.intro}</p>
      {!mentor && <Inset>{words.notMentor}</Inset>}
      <CameBack about={(args) => "ranges" in args || "setting" in args} />
      {paused !== undefined && (
        <Inset>
          <p>{words.pausedUntil(day(paused))}</p>
          <Button
            onPress={() => void said.tell(words.pauseEnded, say([{ setting: "paused_until", value: null }]))}
          >
            {words.endPause}
          </Button>
        </Inset>
      )}
      {said.shown}
      {isEmpty ? (
        <p>{words.empty}</p>
      ) : (
        <>
          <Button onPress={() => void copy()}>{words.copy}</Button>
          <Quiet>{words.copyWhat(day(last), day(next))}</Quiet>
          {paused === undefined && (
            <p>
              <Link to="/you/free/set/paused_until">{words.pause}</Link>
            </p>
          )}
        </>
      )}
      <Week held={held} />
      <Coming held={held} today={today} />
      <Fit held={held} />
      <p class="quiet">
        {words.zone(zoneWords(held.zone))}{" "}
        {phoneZone() !== held.zone && (
          <Link to="/you/free/set/zone">{words.zoneOther(zoneWords(phoneZone()))}</Link>
        )}
      </p>
      <Quiet>{words.offline}</Quiet>
      <AsAt />
    </Page>
  );
}

function Week({ held }: { held: Availability }) {
  return (
    <>
      <h2 class="nhsuk-heading-m">{words.eachWeek}</h2>
      <Rows label={words.eachWeek}>
        {held.weekdays.map((ranges, place) => (
          <One
            key={weekdays[place]}
            to={`/you/free/day/${place + 1}`}
            title={weekdays[place] ?? ""}
            said={rangesWords(ranges)}
            about={(said) => said.weekday === place + 1}
          />
        ))}
      </Rows>
    </>
  );
}

/** Dates as they are, whatever made them so. */
function Coming({ held, today }: { held: Availability; today: string }) {
  const shown = useSignal(SHOWN);
  const most = held.horizon_weeks * 7;
  const dates = Array.from({ length: Math.min(shown.value, most) }, (_, step) => daysAfter(today, step));
  return (
    <>
      <h2 class="nhsuk-heading-m">{words.coming}</h2>
      <Rows label={words.coming}>
        {dates.map((date) => (
          <One
            key={date}
            to={`/you/free/day/${date}`}
            title={day(date)}
            said={
              held.paused_until !== null && date < held.paused_until
                ? words.paused
                : rangesWords(rangesOn(held, dayNumber(date)))
            }
            differs={held.dates[date] !== undefined}
            about={(said) => said.date === date}
          />
        ))}
      </Rows>
      {shown.value < most && (
        <Button
          onPress={() => {
            shown.value += SHOWN;
          }}
        >
          {words.more}
        </Button>
      )}
    </>
  );
}

function Fit({ held }: { held: Availability }) {
  return (
    <>
      <h2 class="nhsuk-heading-m">{words.fit}</h2>
      <Rows label={words.fit}>
        {(Object.keys(settings) as Setting[]).map((of) => (
          <One
            key={of}
            to={`/you/free/set/${of}`}
            title={settings[of].name}
            said={settingWords(held, of)}
            about={(said) => said.setting === of}
          />
        ))}
      </Rows>
    </>
  );
}

interface OneProps {
  to: string;
  title: string;
  said: string;
  differs?: boolean;
  about: (said: PatchAvailability) => boolean;
}

function One({ to, title, said, differs, about }: OneProps) {
  return (
    <li>
      <Link class="row" to={to}>
        <strong>{title}</strong>
        <span class="quiet">{said}</span>
        {differs && <span class="quiet">{words.differs}</span>}
        {waits(device().outbox.value, about) && <State words={states.onThisPhone} />}
      </Link>
    </li>
  );
}
