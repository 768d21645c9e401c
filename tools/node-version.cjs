// An older version of Node.js would fail with a syntax error or a missing module, which does not tell
// anybody that Node.js is too old.
const { engines } = require("../package.json");
const [major, minor] = process.versions.node.split(".").map(Number);
const [oldest, oldestMinor] = engines.node.match(/\d+/g).map(Number);
if (major < oldest || (major === oldest && minor < oldestMinor)) {
  console.error(`This is Node ${process.versions.node}, which is too old.`);
  console.error(`  allowed: ${engines.node}`);
  console.error("  fix: install a newer one from https://nodejs.org");
  process.exit(2);
}
