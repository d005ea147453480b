import { offices } from "../domain/invitations.ts";
import type { Device } from "../sync/device.ts";
import { Drawing } from "../ui/drawings.tsx";
import { Link, place } from "../ui/route.tsx";
import { app } from "../words/app.ts";

const TABS = [
  { to: "/", drawing: "today", words: app.tabs.today, holds: ["/people", "/meetings", "/join"] },
  { to: "/mentors", drawing: "mentors", words: app.tabs.mentors, holds: ["/schemes", "/contacts"] },
  { to: "/notices", drawing: "notices", words: app.tabs.notices, holds: [] },
  { to: "/you", drawing: "you", words: app.tabs.you, holds: ["/guidance", "/not-now", "/together"] },
] as const;
const OFFICE = { to: "/scheme", drawing: "scheme", words: app.tabs.scheme, holds: [] } as const;

export function Tabs({ device }: { device: Device }) {
  const { path } = place.value;
  const coordinates = offices(device.documents("office").value).length > 0;
  const within = (root: string) => path === root || (root !== "/" && path.startsWith(`${root}/`));
  return (
    <nav class="tabs" aria-label={app.tabsLabel}>
      <ul>
        {(coordinates ? [...TABS, OFFICE] : TABS).map(({ to, drawing, words, holds }) => (
          <li key={to}>
            <Link to={to} current={[to, ...holds].some(within)}>
              <Drawing of={drawing} />
              <span>{words}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
