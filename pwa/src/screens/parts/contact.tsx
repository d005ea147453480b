import type { ContactPointDocument } from "../../contract.ts";
import { contacts } from "../../words/schemes.ts";

/** A role to write to, never a person's name, and where else help is. */
export function Contact({ contact }: { contact: ContactPointDocument }) {
  return (
    <>
      <p>{contact.words}</p>
      <p>
        {contact.role}, {contact.organisation}.{" "}
        {contact.email === null ? contacts.noEmail : <a href={`mailto:${contact.email}`}>{contact.email}</a>}
      </p>
      {contact.signposts.length > 0 && (
        <>
          <h3 class="nhsuk-heading-xs">{contacts.signposts}</h3>
          <ul class="nhsuk-list nhsuk-list--bullet">
            {contact.signposts.map((signpost) => (
              <li key={signpost.name}>
                <strong>{signpost.name}.</strong> {signpost.words}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
