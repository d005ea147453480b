import { Page } from "../ui/page.tsx";
import { room } from "../words/account.ts";
import { app } from "../words/app.ts";

export function Screen() {
  return (
    <Page title={room.title} back={{ to: "/", words: app.back }}>
      {room.words.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Page>
  );
}
