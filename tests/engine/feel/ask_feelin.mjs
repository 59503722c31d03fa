// Asks the reference implementation feelin for its answers to agreement.json.
// node ask_feelin.mjs          prints the answers as JSON, in the order of the cases
// node ask_feelin.mjs --write  writes them into agreement.json
import { readFileSync, writeFileSync } from "node:fs";
import { evaluate, unaryTest } from "feelin";

const file = new URL("agreement.json", import.meta.url);
const groups = JSON.parse(readFileSync(file, "utf8"));

// The stored form of engine/feel/json_form.py, for what the data file holds.
const literal = (tag, text) =>
  tag === "@duration"
    ? evaluate(`duration("${text}")`).value
    : evaluate(`${tag.slice(1)}("${text}")`).value;

function fromStored(stored) {
  if (Array.isArray(stored)) return stored.map(fromStored);
  if (stored === null || typeof stored !== "object") return stored;
  const entries = Object.entries(stored);
  if (entries.length === 1 && entries[0][0].startsWith("@")) {
    return literal(...entries[0]);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, fromStored(item)]));
}

const TAGS = {
  FeelDate: "@date",
  FeelTime: "@time",
  FeelDateTime: "@date and time",
  FeelDuration: "@duration",
};

function toStored(value) {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(toStored);
  if (typeof value === "number" && !Number.isInteger(value)) {
    return { "@number": String(value) };
  }
  if (typeof value !== "object") return value;
  const kind = value.constructor?.name;
  if (TAGS[kind]) return { [TAGS[kind]]: String(value) };
  if (kind === "FeelRange") {
    return {
      "@range": {
        start: toStored(value.start),
        end: toStored(value.end),
        "start included": value["start included"],
        "end included": value["end included"],
      },
    };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, toStored(item)]),
  );
}

function answer(kind, text, names) {
  try {
    const ask = kind === "unary tests" ? unaryTest : evaluate;
    return toStored(ask(text, names).value);
  } catch {
    return { "@refused": true };
  }
}

const answers = groups.map((group) => {
  const names = fromStored(group.names);
  return group.cases.map((item) => answer(group.kind, item.text, names));
});

if (process.argv.includes("--write")) {
  const written = groups.map((group, g) => {
    const cases = group.cases.map((item, c) =>
      JSON.stringify({ ...item, feelin: answers[g][c] }),
    );
    const head = `"group": ${JSON.stringify(group.group)},\n  "kind": ${JSON.stringify(group.kind)},`;
    return `{\n  ${head}\n  "names": ${JSON.stringify(group.names)},\n  "cases": [\n    ${cases.join(",\n    ")}\n  ]\n}`;
  });
  writeFileSync(file, `[\n${written.join(",\n")}\n]\n`);
} else {
  process.stdout.write(JSON.stringify(answers));
}
