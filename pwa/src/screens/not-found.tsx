import { Page } from "../ui/page.tsx";
import { Link } from "../ui/route.tsx";
import { app } from "../words/app.ts";

export function Screen() {
  return (
    <Page title={app.noPage}>
      <p>{app.noPageWords}</p>
      <p>
        <Link to="/">{app.toToday}</Link>
      </p>
    </Page>
  );
}
