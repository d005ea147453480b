import { newCode } from "../domain/codes.ts";
import { sizeOf } from "../domain/pairs.ts";
import { partIn } from "../domain/participation.ts";
import { device, newId } from "../domain/phone.ts";
import { Button } from "../ui/button.tsx";
import { Page, Quiet } from "../ui/page.tsx";
import { go, Link, type ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { participation } from "../words/participation.ts";
import { codes as words } from "../words/relationships.ts";
import { schemes } from "../words/schemes.ts";

/** A mentor's offer, or a circle formed on a course: one makes a code, the others type it. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? "";
  const body = open.documents("scheme").value.get(scheme);
  const back = { to: `/schemes/${scheme}`, words: app.backTo(body?.name ?? schemes.unknown) };
  const circle = body?.roles.includes("co_mentor") === true;
  const way = circle ? "formed_on_course" : "mentor_offers";
  const title = circle ? words.circleTitle : words.offerTitle;
  if (body === undefined || body.state !== "open" || !body.charter.matching.includes(way)) {
    return (
      <Page title={title} back={back}>
        <p>{words.notHere}</p>
      </Page>
    );
  }
  const role = circle ? "co_mentor" : "mentor";
  const taking = partIn(open.documents("participation").value, scheme, role).some(
    (part) => part.state === "in",
  );
  const make = async () => {
    const relationship = newId();
    const code = newCode(crypto.getRandomValues(new Uint8Array(8)));
    if (circle) await open.mutate("circle.form", { relationship, scheme, code });
    else await open.mutate("relationship.offer", { relationship, scheme, code });
    go(`/people/${relationship}`);
  };
  return (
    <Page title={title} back={back}>
      <p>{circle ? words.circleWords(sizeOf(body.charter)) : words.offerWords}</p>
      {taking ? (
        <>
          <Button kind="first" onPress={() => void make()}>
            {words.make}
          </Button>
          <Quiet>{words.once}</Quiet>
        </>
      ) : (
        <p>
          {circle ? words.partFirstCircle : words.partFirst}{" "}
          <Link to={`/schemes/${scheme}/taking-part`}>{participation.title}</Link>
        </p>
      )}
      <p>
        <Link to="/join">{words.joinTitle}</Link>
      </p>
    </Page>
  );
}
