import type { Meeting } from "../../domain/meetings.ts";
import { clock, device } from "../../domain/phone.ts";
import { Rows } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { meetings as words } from "../../words/meetings.ts";
import { headOf, lineOf } from "./meeting-words.ts";
import { Standing } from "./standing.tsx";

/** Meetings, each with its time and where it stands. */
export function MeetingRows({
  meetings,
  label,
  names,
}: {
  meetings: readonly Meeting[];
  label: string;
  /** With whom, where the list does not say it. */
  names?: (meeting: Meeting) => string;
}) {
  const { account } = device();
  return (
    <Rows label={label}>
      {meetings.map((meeting) => (
        <li key={meeting.id}>
          <Link class="row" to={`/meetings/${meeting.id}`}>
            <strong>{headOf(meeting)}</strong>
            {names && <span class="quiet">{words.title(names(meeting))}</span>}
            <span class="quiet">{lineOf(meeting, account, clock.value)}</span>
            <Standing kind="meeting" id={meeting.id} />
          </Link>
        </li>
      ))}
    </Rows>
  );
}
