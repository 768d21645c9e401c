import { synthesizeApp } from "../terraform/synthesize-app";
import { runCommand } from "./run-command";
import { endWellOnSignals, goOnUnheard } from "./terraform-process";

endWellOnSignals();
goOnUnheard();

runCommand(process.argv.slice(2), {
  root: process.cwd(),
  env: process.env,
  synthesize: synthesizeApp,
  print: (line) => process.stdout.write(`${line}\n`),
  warn: (line) => process.stderr.write(`${line}\n`),
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
