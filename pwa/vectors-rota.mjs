// npm --prefix pwa run --silent vectors:rota < cases.json > answers.json
// Answers cases of a doctor's rota with the engine that the phone runs.
import { text } from "node:stream/consumers";
import { engine } from "./engine.mjs";

const { answerTo } = await engine("times/rota/vectors.ts");
const cases = JSON.parse(await text(process.stdin));
process.stdout.write(`${JSON.stringify(cases.map(answerTo))}\n`);
