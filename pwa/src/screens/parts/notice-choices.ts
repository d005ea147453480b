import type { Documents } from "../../contract.ts";
import { pagesOf } from "../../domain/schemes.ts";
import type { Device } from "../../sync/device.ts";
import type { Option } from "../../ui/choice.tsx";
import { dayOf } from "../../when.ts";
import { sending as words } from "../../words/notices.ts";

/** The groups that this scheme has, each with what it means. */
export function audiencesOf(open: Device, scheme: string): Option[] {
  const events = eventsOf(open, scheme);
  const roles = open.documents("scheme").value.get(scheme)?.roles ?? [];
  const has = {
    followers: true,
    members: roles.length > 0,
    mentors: roles.includes("mentor"),
    coming: events.length > 0,
  };
  return (Object.keys(has) as (keyof typeof has)[])
    .filter((one) => has[one])
    .map((value) => ({ value, ...words.audiences[value] }));
}

/** What a notice can lead to: an event of this scheme, a page of it, or one of everybody's. */
export function linksOf(open: Device, scheme: string): Option[] {
  const pages = open.documents("page").value;
  return [
    { value: "", words: words.none },
    ...eventsOf(open, scheme).map(([id, { title, sessions }]) => ({
      value: `event ${id}`,
      words: `${words.event}: ${title}, ${dayOf(Date.parse(sessions[0]?.starts ?? ""))}`,
    })),
    ...[...pagesOf(pages, scheme), ...pagesOf(pages, null)].map(({ id, title }) => ({
      value: `page ${id}`,
      words: `${words.page}: ${title}`,
    })),
  ];
}

/** The soonest first. */
function eventsOf(open: Device, scheme: string): [string, Documents["event"]][] {
  const first = (event: Documents["event"]) => event.sessions[0]?.starts ?? "";
  return [...open.documents("event").value]
    .filter(([, event]) => event.scheme === scheme)
    .sort(([, one], [, other]) => first(one).localeCompare(first(other)));
}
