// Seals and signs messages with npm's web-push, and prints the processor's milliseconds that it took.
//   node web-push.js FILE     FILE: {"browsers": [{endpoint, keys}], "text", "subject"}

import { readFileSync } from "node:fs";
import webpush from "web-push";

const { browsers, text, subject } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const vapidDetails = { subject, ...webpush.generateVAPIDKeys() };
webpush.generateRequestDetails(browsers[0], text, { vapidDetails });

const before = process.cpuUsage();
let bytes = 0;
for (const browser of browsers) {
  bytes += webpush.generateRequestDetails(browser, text, { vapidDetails, TTL: 3600 }).body.length;
}
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ took: (user + system) / 1000, bytes }));
