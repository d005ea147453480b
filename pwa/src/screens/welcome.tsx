import { Button } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import { go, Link } from "../ui/route.tsx";
import { welcome } from "../words/account.ts";

export function Screen() {
  return (
    <Page title={welcome.title}>
      <p>{welcome.intro}</p>
      <ul class="nhsuk-list nhsuk-list--bullet">
        {welcome.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <Button kind="first" onPress={() => go("/log-in")}>
        {welcome.logIn}
      </Button>
      <p>
        <Link to="/register">{welcome.register}</Link>
      </p>
      <p class="quiet">{welcome.invited}</p>
      <p>
        <Link to="/together">{welcome.together}</Link>
        <span class="quiet">{welcome.togetherWhat}</span>
      </p>
    </Page>
  );
}
