// Prints what a Vitest run came to as "N passed, N failed". A run without a result, or without a test,
// is a failed one.
const { readFileSync } = require("node:fs");

const text = readFileSync(process.argv[2], "utf8");
const {
  numPassedTests = 0,
  numFailedTests = 0,
  numPendingTests = 0,
  success = false,
} = text === "" ? {} : JSON.parse(text);
const complete = success && numPassedTests > 0;
const failed = numFailedTests === 0 && !complete ? 1 : numFailedTests;
const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : "";
console.log(`${numPassedTests} passed, ${failed} failed${skipped}`);
process.exitCode = failed === 0 ? 0 : 1;
