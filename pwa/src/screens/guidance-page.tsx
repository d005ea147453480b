import { device } from "../domain/phone.ts";
import { Page } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { guidance as words } from "../words/schemes.ts";

export function Screen({ params }: ScreenProps) {
  const page = device()
    .documents("page")
    .value.get(params.page ?? "");
  return (
    <Page title={page?.title ?? words.notHere} back={{ to: "/guidance", words: app.backTo(words.title) }}>
      {page?.paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </Page>
  );
}
