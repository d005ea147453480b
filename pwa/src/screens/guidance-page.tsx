import { useSignal } from "@preact/signals";
import { device, environment } from "../domain/phone.ts";
import { Plain } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import type { ScreenProps } from "../ui/route.tsx";
import { app } from "../words/app.ts";
import { guidance as words } from "../words/schemes.ts";
import { PageText } from "./parts/page-text.tsx";

/** Where this phone alone remembers how large its owner reads. */
const SIZE = "text-size";

/** A page to read, with no signal too; printed, on a sheet or two. */
export function Screen({ params }: ScreenProps) {
  const page = device()
    .documents("page")
    .value.get(params.page ?? "");
  const large = useSignal(environment.memory.get(SIZE) === "large");
  const turn = () => {
    large.value = !large.value;
    environment.memory.set(SIZE, large.value ? "large" : undefined);
  };
  return (
    <Page title={page?.title ?? words.notHere} back={{ to: "/guidance", words: app.backTo(words.title) }}>
      {page && (
        <>
          <div class="between unprinted">
            <Plain onPress={turn}>{large.value ? words.usualText : words.largeText}</Plain>
            <Plain onPress={() => print()}>{app.print}</Plain>
          </div>
          <div class={large.value ? "reading reading--large" : "reading"}>
            <PageText text={page.text} />
          </div>
        </>
      )}
    </Page>
  );
}
