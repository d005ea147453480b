import { accountOf } from "../../../domain/accounts.ts";
import {
  type Draft,
  draftOf,
  type Setting,
  valueWords,
  type Words,
  withOwnWords,
} from "../../../domain/drafts.ts";
import { device } from "../../../domain/phone.ts";
import type { Scheme } from "../../../domain/schemes.ts";
import { drafts as words } from "../../../words/drafts.ts";
import { schemes } from "../../../words/schemes.ts";

export interface OwnDraft extends Draft {
  /** The scheme as doctors read it now; undefined: it is not there yet. */
  published: Scheme | undefined;
  title: string;
  said: (words: Words, setting: Setting) => string | undefined;
}

/** What this phone holds of a scheme's draft, with what it waits to send. */
export function ownDraft(id: string): OwnDraft {
  const open = device();
  const held = open.documents("scheme").value.get(id);
  const contacts = open.documents("contact_point").value;
  const drafted = draftOf(open.documents("draft").value, held, id);
  const draft = withOwnWords(drafted, id, open.attention.value);
  return {
    ...draft,
    published: held && { id, ...held },
    title: draft.words.name ?? words.newScheme,
    said: (of, setting) =>
      valueWords(of, setting, (contact) => contacts.get(contact)?.organisation ?? schemes.unknown),
  };
}

/** Where everybody is fictional, office work goes without a passkey. */
export const isFictional = () => accountOf(device().documents("account").value)?.demo === true;
