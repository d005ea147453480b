import { useSignal } from "@preact/signals";
import { act, type Done } from "../../domain/acting.ts";
import { profileOf } from "../../domain/directory.ts";
import { device } from "../../domain/phone.ts";
import { smallPhoto } from "../../domain/photo.ts";
import { Button } from "../../ui/button.tsx";
import { Form, Wrong } from "../../ui/form.tsx";
import { Quiet } from "../../ui/page.tsx";
import { app } from "../../words/app.ts";
import { fields, listing as words } from "../../words/profile.ts";
import { Face } from "./face.tsx";
import { Saved } from "./saved.tsx";

/** Chosen, cropped and made small on the phone; sent before the change that names it. */
export function PhotoField() {
  const open = device();
  const held = profileOf(open.documents("profile").value).photo?.value;
  const photo = typeof held === "string" ? held : undefined;
  const error = useSignal<string | undefined>(undefined);
  const done = useSignal<Done | undefined>(undefined);

  const set = async (next: string | null) => {
    done.value = await act(
      open,
      ["profile.set_photo", { photo: next }],
      ["profile.set_photo", { photo: photo ?? null }],
    );
  };
  const choose = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (file === undefined) return;
    const bytes = await smallPhoto(file);
    input.value = "";
    error.value = bytes === undefined ? words.photoUnreadable : undefined;
    if (bytes !== undefined) await set(await open.attach(bytes));
  };
  return (
    <>
      {done.value && (
        <Saved
          device={open}
          words={app.saved}
          done={done.value}
          onUndone={() => {
            done.value = undefined;
          }}
        />
      )}
      {photo && <Face key={photo} scheme="" hash={photo} words={words.photoYours} large />}
      <Quiet>{fields.photo.hint}</Quiet>
      <Quiet>{words.cropPhoto}</Quiet>
      <Form problem={app.problem} errors={error.value ? { photo: error.value } : {}} onSubmit={() => {}}>
        <div class="nhsuk-form-group">
          <label class="nhsuk-label" for="photo">
            {photo ? words.changePhoto : words.choosePhoto}
          </label>
          <Wrong id="photo" words={error.value} />
          <input
            class="file"
            id="photo"
            type="file"
            accept="image/*"
            onChange={(event) => void choose(event.currentTarget)}
          />
        </div>
      </Form>
      {photo && <Button onPress={() => void set(null)}>{words.removePhoto}</Button>}
    </>
  );
}
