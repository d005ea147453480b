import { meetingFile } from "../../domain/calendar.ts";
import type { Meeting } from "../../domain/meetings.ts";
import { device, environment } from "../../domain/phone.ts";
import { Quiet } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { meetingCalendar as words } from "../../words/calendar.ts";

/** Beside an agreed meeting: a file for a calendar app, and a letter that asks for the time. */
export function MeetingCalendar({ meeting }: { meeting: Meeting }) {
  if (meeting.state !== "confirmed") return null;
  return (
    <>
      <p>
        <File meeting={meeting.id} />
      </p>
      <p>
        <Link to={`/meetings/${meeting.id}/letter`}>{words.letter}</Link>
      </p>
    </>
  );
}

/** Leaving for a file that cannot come would leave the app. */
function File({ meeting }: { meeting: string }) {
  const { mark } = device().status.value;
  const away = !environment.online() || mark === "cannot-reach" || mark === "signed-out";
  if (away) return <Quiet>{`${words.file}: ${app.offline}`}</Quiet>;
  return (
    <>
      <a href={meetingFile(meeting)}>{words.file}</a>
      <Quiet>{words.fileWords}</Quiet>
    </>
  );
}
