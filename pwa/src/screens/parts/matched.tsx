import type { SchemeDocument } from "../../contract.ts";
import { partIn } from "../../domain/participation.ts";
import { device } from "../../domain/phone.ts";
import { Button } from "../../ui/button.tsx";
import { Card, Quiet, Row, Rows, Summary } from "../../ui/page.tsx";
import { modeWishes, siteWishes, specialtyWishes, matching as words } from "../../words/matching.ts";
import { codes } from "../../words/relationships.ts";
import { useSaying } from "./saying.tsx";
import { Standing } from "./standing.tsx";

/** On a scheme's page: the ways to come together that it has, for those who take part. */
export function Matched({ id, scheme }: { id: string; scheme: SchemeDocument }) {
  const open = device();
  const saying = useSaying();
  const parts = partIn(open.documents("participation").value, id);
  const has = (role: string) => parts.some((part) => part.role === role);
  const { matching } = scheme.charter;
  const asked = [...open.documents("match").value].find(([, one]) => one.scheme === id);
  const mayAsk = matching.includes("coordinator_suggests") || matching.includes("next_on_list");
  const mayOffer =
    (matching.includes("mentor_offers") && has("mentor")) ||
    (matching.includes("formed_on_course") && has("co_mentor"));
  const mayJoin = mayOffer || (matching.includes("mentor_offers") && has("mentee"));
  if (scheme.state !== "open") return null;
  return (
    <>
      {saying.shown}
      {asked && (
        <Card>
          <p>
            {words.asked(scheme.name)} <Standing kind="match" id={asked[0]} />
          </p>
          <Summary
            rows={[
              [words.wishes.specialty, specialtyWishes[asked[1].wishes.specialty]],
              [words.wishes.site, siteWishes[asked[1].wishes.site]],
              [words.wishes.mode, modeWishes[asked[1].wishes.mode]],
            ]}
          />
          <Quiet>{words.waiting}</Quiet>
          <Button
            onPress={() => void saying.does(words.takenBack, ["match.take_back", { request: asked[0] }])}
          >
            {words.takeBack}
          </Button>
        </Card>
      )}
      {((mayAsk && has("mentee") && !asked) || mayJoin) && (
        <Rows label={words.title}>
          {mayAsk && has("mentee") && !asked && <Row to={`/schemes/${id}/match`} title={words.start} />}
          {mayOffer && (
            <Row
              to={`/schemes/${id}/offer`}
              title={has("co_mentor") ? codes.circleTitle : codes.offerTitle}
            />
          )}
          {mayJoin && <Row to="/join" title={codes.joinTitle} />}
        </Rows>
      )}
    </>
  );
}
