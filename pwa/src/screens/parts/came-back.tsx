import { device } from "../../domain/phone.ts";
import { Inset } from "../../ui/page.tsx";
import { Link } from "../../ui/route.tsx";
import { refusalWords } from "../../words/refusals.ts";
import { attention } from "../../words/sending.ts";

/** What the server could not take of changes to this one thing: the fact, and the way on. */
export function CameBack({ about }: { about: (args: Record<string, unknown>, id: string) => boolean }) {
  const entries = device().attention.value.filter(({ args, id }) =>
    about(args as Record<string, unknown>, id),
  );
  return entries.map(({ id, code }) => {
    const { title, next } = refusalWords(code);
    return (
      <Inset key={id}>
        <p>
          {title}. {next}
        </p>
        <p>
          <Link to="/attention">{attention.title}</Link>
        </p>
      </Inset>
    );
  });
}
