/** Writes a backup of many reflections, by the shipped shell over fake-indexeddb: `COUNT PASSPHRASE FILE`. */
import { writeFileSync } from "node:fs";
import { IDBFactory } from "../../pwa/node_modules/fake-indexeddb/build/esm/index.js";
import { Store } from "../../pwa/src/reflections/shell/store.ts";
import { Vault } from "../../pwa/src/reflections/shell/vault.ts";

const [count = "0", passphrase = "", file = ""] = process.argv.slice(2);
const WORDS = "ward round listened handover quiet night theatre learned family question clinic tired glad".split(
  " ",
);
const vault = new Vault(new Store(new IDBFactory()), () => Date.UTC(2026, 10, 27));
await vault.begin(passphrase);
for (let number = 0; number < Number(count); number++) {
  const words = Array.from({ length: 80 }, (_, at) => WORDS[(number * 7 + at * at) % WORDS.length]);
  await vault.save(null, 0, {
    title: `Reflection ${number}`,
    text: `${words.join(" ")} marker${number}`,
    date: new Date(Date.UTC(2016, 0, 1 + (number % 3900))).toISOString().slice(0, 10),
    meeting: null,
    tags: [WORDS[number % WORDS.length] ?? ""],
    actions: [],
    letGo: null,
    prompt: null,
  });
}
writeFileSync(file, (await vault.backup()).file);
