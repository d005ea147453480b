import { expect, test } from "vitest";
import { isWeak } from "../../../pwa/src/reflections/shell/passphrase.ts";

const WEAK = `
password|password1|password123|password1234|Password1234!|P@ssw0rd1234|passwordpassword|mypassword123
letmein|letmein12345|letmeinplease|welcome12345|Welcome2026!!|iloveyou1234|qwertyuiop12|qwerty123456
qwertyuiopasdf|asdfghjkl123|zxcvbnm12345|1qaz2wsx3edc4rfv|123456789012|1234567890123456|0987654321098|abcdefghijkl
abcdefghijklmnop|zyxwvutsrqponm|aaaaaaaaaaaa|aaaaaaaaaaaaaaaaaaaa|abababababab|abcabcabcabc|abcdabcdabcdabcd|doctordoctordoctor
111111111111|121212121212|000000000000000|2026-11-27 2026-11-27|27/11/2026 10:00|14 March 1999|14031999140399|01-01-1980 1980
19801980198019|January2026!|Summer2026!!|Christmas2026|December1999!!|Liverpool2026|arsenalarsenal|Manchester123
manchesterunited1|hospital1234|Hospital2026!|doctor123456|stethoscope1|Paediatrics1|Anaesthetics1|nhsnhsnhsnhs
reflections123|alongside2026|mentor123456|correct horse battery staple|CorrectHorseBatteryStaple|correcthorsebatterystaple1|short|four wor
trustno1trustno1|changeme1234|administrator|superman12345|dragon123456|monkey1234567|supercalifra|hippopotamus
............|!!!!!!!!!!!!|            |a b c d e f g|qazwsxedcrfv|poiuytrewqlk|987654321987|MichaelMichael1
`
  .split(/[|\n]/)
  .filter((one) => one !== "");

const GOOD = `
four plain words here|kettle orbit violet sandwich|my cat eats blue yoghurt|Tram-lamp-fern-otter|x7Kp2mQ9vR4t
the heron stood on one leg|brave lentils sing softly|9 geese over the canal|pickled umbrella taxi|wet moss thin rope
Hw3#kL0pz!Vq|river stone copper bell|toast marmalade 4 nightshift|ölberg kanne fink strauch|沉默的大象在月光下吃香蕉和苹果
moth bath cloth path|we planted beans behind shed|Grandad's green bicycle bell|zebra cactus limbo fudge|two crows and a chimney
`
  .split(/[|\n]/)
  .filter((one) => one !== "");

test("passphrases that guessers try first are refused", () => {
  expect(WEAK.length).toBeGreaterThanOrEqual(60);
  expect(WEAK.filter((one) => !isWeak(one))).toEqual([]);
});

test("four short words that do not belong together pass, and so do others", () => {
  expect(GOOD).toHaveLength(20);
  expect(GOOD.filter(isWeak)).toEqual([]);
});

test("each kind of weakness is enough by itself", () => {
  for (const one of [
    "too short",
    "abcabcabcabcabc",
    "abcdefghijklmnop",
    "27/11/2026 10:00",
    "Hospital2026!",
  ]) {
    expect(isWeak(one), one).toBe(true);
  }
  expect(isWeak("hippopotamus")).toBe(true);
});
