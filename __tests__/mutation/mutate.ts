import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { scoresOf, shortfalls } from "./scores";

/*
 * `npm run mutate` changes the rooms below in small ways, one after the other, and fails where the unit
 * tests do not notice. With names of files it changes those alone; files of other rooms are left out.
 */

const MUTATED = /^(?:ecr|constructs|stacks|references|problems)\/.*\.ts$/;

const [, , , ...given] = process.argv;
const files = given.filter((file) => MUTATED.test(file));

if (given.length > 0 && files.length === 0) {
  console.log("None of these files is in a room whose tests are tested.");
} else {
  const only = files.length > 0 ? ["--mutate", files.join(",")] : [];
  const args = ["stryker", "run", "__tests__/mutation/stryker.config.json", ...only];
  const { status } = spawnSync("npx", args, { stdio: "inherit" });
  process.exitCode = status === 0 ? judge() : 2;
}

/** Prints the scores. @returns the exit code */
function judge(): number {
  const scores = scoresOf(JSON.parse(readFileSync("reports/mutation.json", "utf8")));
  for (const { file, score, noticed, mutants } of scores) {
    console.log(`${score.toFixed(1).padStart(6)} %  ${noticed}/${mutants}  ${file}`);
  }
  const short = shortfalls(scores);
  if (short.length > 0) {
    console.error(`\n${short.join("\n")}\nreports/mutation.html shows which mutants survive.`);
  }
  return short.length > 0 ? 1 : 0;
}
