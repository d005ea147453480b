import { accountOf } from "../domain/accounts.ts";
import { type FieldName, profileOf } from "../domain/directory.ts";
import { listed } from "../domain/participation.ts";
import { device } from "../domain/phone.ts";
import { Switch } from "../ui/choice.tsx";
import { Card, Inset, Page, Quiet, State } from "../ui/page.tsx";
import { Link } from "../ui/route.tsx";
import { you } from "../words/account.ts";
import { app, states } from "../words/app.ts";
import { fields, listing as words } from "../words/profile.ts";
import { schemes as schemeWords } from "../words/schemes.ts";
import { Face } from "./parts/face.tsx";
import { fieldStanding } from "./parts/field-standing.ts";
import { Places } from "./parts/places.tsx";
import { said } from "./parts/said.ts";

/** My listing: each field with its words and a switch of its own. Nothing is shown until it is turned on. */
export function Screen() {
  const open = device();
  const profile = profileOf(open.documents("profile").value);
  const account = accountOf(open.documents("account").value);
  const schemes = open.documents("scheme").value;
  const parts = listed(open.documents("participation").value);
  const names = (state: "in" | "paused") =>
    parts
      .filter((part) => part.state === state)
      .map((part) => schemes.get(part.scheme)?.name ?? schemeWords.unknown)
      .join(", ");

  return (
    <Page title={words.title} back={{ to: "/you", words: app.backTo(you.title) }}>
      <p>{words.intro}</p>
      {parts.length === 0 && <Inset>{words.notMentor}</Inset>}
      {names("in") && <p>{words.listedIn(names("in"))}</p>}
      {names("paused") && <p>{words.pausedIn(names("paused"))}</p>}
      {parts.length > 0 && (
        <Card>
          <h2 class="nhsuk-heading-s">{words.places}</h2>
          <Quiet>{words.placesHint}</Quiet>
          {parts.map((part) => (
            <Places key={part.id} part={part} name={schemes.get(part.scheme)?.name ?? schemeWords.unknown} />
          ))}
        </Card>
      )}
      <Card>
        <h2 class="nhsuk-heading-s">{words.name}</h2>
        <p>{account?.name}</p>
        <Quiet>{words.nameShown}</Quiet>
      </Card>
      {(Object.keys(fields) as FieldName[]).map((field) => (
        <FieldCard key={field} field={field} profile={profile} />
      ))}
    </Page>
  );
}

function FieldCard({ field, profile }: { field: FieldName; profile: ReturnType<typeof profileOf> }) {
  const open = device();
  const { name } = fields[field];
  const held = profile[field];
  const photo = field === "photo" && typeof held?.value === "string" ? held.value : undefined;
  const value = photo === undefined ? said(field, held?.value) : undefined;
  const waits = fieldStanding(open.outbox.value, field);
  return (
    <Card>
      <h2 class="nhsuk-heading-s">{name}</h2>
      {photo && <Face scheme="" hash={photo} words={words.photoYours} />}
      {photo === undefined && (
        <p>{value ?? <span class="quiet">{field === "photo" ? words.noPhoto : words.empty}</span>}</p>
      )}
      <div class="between">
        <Link to={`/you/listing/${field}`} label={app.changeWhat(name.toLowerCase())}>
          {app.change}
        </Link>
        <Switch
          id={`show-${field}`}
          words={words.show(name.toLowerCase())}
          on={held?.published ?? false}
          onTurn={(publish) => void open.mutate("profile.publish", { field, publish })}
        />
        {waits && <State words={states.onThisPhone} />}
      </div>
    </Card>
  );
}
