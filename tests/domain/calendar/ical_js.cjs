// Reads a calendar from standard input with ical.js, and says what is in it as JSON.
const { createRequire } = require("node:module");
const path = require("node:path");
const { readFileSync } = require("node:fs");

const app = path.resolve(__dirname, "../../../pwa/package.json");
const ICAL = createRequire(app)("ical.js");

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const events = calendar.getAllSubcomponents("vevent").map((event) =>
  Object.fromEntries(
    event.getAllProperties().map((property) => {
      const value = property.getFirstValue();
      return [property.name, value instanceof ICAL.Time ? value.toJSDate().toISOString() : value];
    }),
  ),
);
process.stdout.write(JSON.stringify(events));
