// node read-rotas.mjs < paths.json > answers.json
// Reads files as the phone reads a rota, each as if on the day that it begins with, and says how it went and how long
// it took.
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { engine } from "./engine.mjs";

const { read } = await engine("times/rota/reading/read.ts");
const answers = JSON.parse(await text(process.stdin)).map((path) => {
  const bytes = new Uint8Array(readFileSync(path));
  const said = new TextDecoder("latin1").decode(bytes);
  const inside = said.slice(Math.max(0, said.search(/^BEGIN:VEVENT/im)));
  const [, year, month, day] = /^DTSTART[^\r\n]*:((?:19|20)\d\d)(\d\d)(\d\d)/m.exec(inside) ?? [
    0,
    "2026",
    "06",
    "01",
  ];
  const job = {
    rota: bytes,
    legend: "",
    home: "Europe/London",
    today: `${year}-${month}-${day}`,
    first: undefined,
  };
  const begun = performance.now();
  const reading = read(job);
  const milliseconds = Math.round(performance.now() - begun);
  const { duties = [], unread = [], outside = 0 } = reading.found ?? {};
  const events = said.match(/^BEGIN:VEVENT/gim)?.length ?? 0;
  return { path, milliseconds, why: reading.why, events, duties: duties.length, unread, outside };
});
process.stdout.write(`${JSON.stringify(answers)}\n`);
