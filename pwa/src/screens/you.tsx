import { accountOf } from "../domain/accounts.ts";
import { device, version } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Inset, Page, Quiet, Row, Rows, Summary } from "../ui/page.tsx";
import { go, Link } from "../ui/route.tsx";
import { you as words } from "../words/account.ts";
import { app } from "../words/app.ts";
import { free } from "../words/availability.ts";
import { calendar } from "../words/calendar.ts";
import { reflections } from "../words/reflections.ts";
import { people, privateList } from "../words/relationships.ts";
import { telling } from "../words/webpush.ts";
import { InstallHint } from "./parts/install-hint.tsx";

export function Screen() {
  const open = device();
  const account = accountOf(open.documents("account").value);
  const { persisted } = open.storage.value;
  return (
    <Page title={words.title}>
      {account?.demo && <Inset>{words.demo}</Inset>}
      <Rows label={words.title}>
        <Row to="/you/listing" title={words.listing} />
        <Row to="/you/free" title={free.title} />
        <Row to="/you/taking-part" title={words.takingPart} />
        <Row to="/people" title={people.title} />
        <Row to="/you/rota" title={words.rota} />
        <Row to="/reflections/" apart title={reflections.title}>
          {reflections.what}
        </Row>
        <Row to="/you/private" title={privateList.title} />
        <Row to="/you/calendar" title={calendar.title} />
        <Row to="/you/telling" title={telling.title} />
        <Row to="/you/left" title={words.left} />
        <Row to="/schemes" title={words.schemes} />
        <Row to="/contacts" title={words.contacts} />
        <Row to="/guidance" title={words.guidance} />
        <Row to="/together" title={words.together} />
      </Rows>
      <h2 class="nhsuk-heading-m">{words.account}</h2>
      {account && (
        <Summary
          rows={[
            [words.name, <Changing key="name" to="/you/name" value={account.name} what={words.name} />],
            [
              words.emails,
              <Changing
                key="emails"
                to="/you/emails"
                value={account.emails.join(", ")}
                what={words.emails}
              />,
            ],
            [
              words.about,
              <Changing
                key="about"
                to="/you/about"
                value={[account.grade, account.specialty].filter(Boolean).join(", ") || words.notSaid}
                what={words.about}
              />,
            ],
          ]}
        />
      )}
      <Rows label={words.account}>
        <Row to="/you/devices" title={words.devices} />
        <Row to="/you/passkeys" title={words.passkeys} />
        <Row to="/you/reflections" title={reflections.about} />
      </Rows>
      <InstallHint always />
      <Button onPress={() => go("/you/log-out")}>{words.logOut}</Button>
      <p>
        <Link to="/you/close">{words.close}</Link>
      </p>
      {persisted !== undefined && <Quiet>{persisted ? words.storageKept : words.storageMaybe}</Quiet>}
      <Quiet>{words.version(version)}</Quiet>
    </Page>
  );
}

function Changing({ to, value, what }: { to: string; value: string; what: string }) {
  return (
    <>
      {value}{" "}
      <Link to={to} label={app.changeWhat(what.toLowerCase())}>
        {app.change}
      </Link>
    </>
  );
}
