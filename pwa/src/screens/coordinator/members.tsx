import { useSignal } from "@preact/signals";
import { act } from "../../domain/acting.ts";
import { type Member, membersOf, trainedOn } from "../../domain/office.ts";
import { device } from "../../domain/phone.ts";
import { Plain } from "../../ui/button.tsx";
import { Page, Quiet } from "../../ui/page.tsx";
import type { ScreenProps } from "../../ui/route.tsx";
import { app } from "../../words/app.ts";
import { office as words } from "../../words/office.ts";
import { training } from "../../words/queue.ts";
import { roles } from "../../words/roles.ts";
import { AsAt } from "../parts/as-at.tsx";
import { People } from "../parts/people.tsx";
import { Standing } from "../parts/standing.tsx";

/** Doctors who said yes, and nobody else; and whose training is recorded, where the charter asks for it. */
export function Screen({ params }: ScreenProps) {
  const open = device();
  const scheme = params.scheme ?? "";
  const gate = open.documents("scheme").value.get(scheme)?.charter.training_gate ?? [];
  const members = membersOf(open.documents("member").value, scheme);
  const told = useSignal("");

  const record = async (member: Member, done: boolean) => {
    const waits = open.outbox
      .peek()
      .find(
        ({ name, args, sent }) =>
          name === "training.record" && (args as { member: string }).member === member.id && !sent,
      );
    // What has not gone is taken back itself: a second change would say the same in two.
    if (waits === undefined || !(await open.undo(waits.number))) {
      await act(open, ["training.record", { scheme, member: member.id, done }]);
    }
    told.value = done ? training.saidRecorded(member.name) : training.saidTakenBack(member.name);
  };
  return (
    <Page title={words.members} back={{ to: `/scheme/${scheme}`, words: app.back }}>
      <p>{words.membersIntro}</p>
      <AsAt />
      <Quiet>{words.membersDaily}</Quiet>
      {gate.length > 0 && (
        <>
          <p>{training.asks}</p>
          <ul class="nhsuk-list nhsuk-list--bullet">
            {gate.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
      <p class="nhsuk-u-visually-hidden" role="status">
        {told.value}
      </p>
      {members.length === 0 ? (
        <p>{words.membersEmpty}</p>
      ) : (
        <People label={words.members} members={members}>
          {(member) => (
            <>
              <span>
                <strong>{member.name}</strong>
                <span class="quiet">{roles[member.role].name}</span>
                {gate.length > 0 && <Trained member={member} />}
              </span>
              {gate.length > 0 && member.role !== "mentee" && <Training member={member} onRecord={record} />}
            </>
          )}
        </People>
      )}
    </Page>
  );
}

function Trained({ member }: { member: Member }) {
  const on = trainedOn(member, device().documents("trained").value);
  return (
    <span class="quiet">
      {on !== null && training.recorded} <Standing kind="trained" id={member.id} />
    </span>
  );
}

interface TrainingProps {
  member: Member;
  onRecord: (member: Member, done: boolean) => Promise<void>;
}

function Training({ member, onRecord }: TrainingProps) {
  const done = trainedOn(member, device().documents("trained").value) !== null;
  return (
    <Plain
      label={done ? training.takeBackOf(member.name) : training.recordOf(member.name)}
      onPress={() => void onRecord(member, !done)}
    >
      {done ? training.takeBack : training.record}
    </Plain>
  );
}
