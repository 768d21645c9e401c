// Prints what CHANGELOG.md says of a version. Refuses a tag that is not the version of package.json, and
// a version that CHANGELOG.md does not have: `node .ci/release-notes.cjs v1.2.3`.
const { readFileSync } = require("node:fs");

const [tag = ""] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync("package.json", "utf8"));

function notes() {
  if (tag !== `v${version}`) {
    throw new Error(
      `The tag is ${tag || "missing"}.\n  allowed: v${version}, the version of package.json\n  fix: change the version, or tag the commit that has it`,
    );
  }
  const sections = readFileSync("CHANGELOG.md", "utf8").split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  const [, ...lines] = section?.split("\n") ?? [];
  const text = lines.join("\n").trim();
  if (text !== "") return text;
  throw new Error(
    `CHANGELOG.md says nothing of ${version}.\n  fix: give what is under [Unreleased] the heading "## [${version}] - <date>"`,
  );
}

try {
  console.log(notes());
} catch ({ message }) {
  console.error(message);
  process.exitCode = 1;
}
