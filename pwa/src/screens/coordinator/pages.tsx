import { device } from "../../domain/phone.ts";
import { pagesOf } from "../../domain/schemes.ts";
import { Button } from "../../ui/button.tsx";
import { Page, Row, Rows } from "../../ui/page.tsx";
import { go, type ScreenProps } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { guidance as words } from "../../words/schemes.ts";

/** The pages of one's own scheme, to be written and changed. */
export function Screen({ params }: ScreenProps) {
  const scheme = params.scheme ?? "";
  const pages = pagesOf(device().documents("page").value, scheme);
  return (
    <Page title={words.write} back={{ to: `/scheme/${scheme}`, words: app.back }}>
      <p>{words.writeIntro}</p>
      {pages.length === 0 ? (
        <p>{words.writeEmpty}</p>
      ) : (
        <Rows label={words.write}>
          {pages.map((page) => (
            <Row key={page.id} to={`/scheme/${scheme}/pages/${page.id}`} title={page.title} />
          ))}
        </Rows>
      )}
      <Button kind="first" onPress={() => go(`/scheme/${scheme}/pages/new`)}>
        {words.writeNew}
      </Button>
    </Page>
  );
}
