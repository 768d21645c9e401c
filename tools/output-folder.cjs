// What an app writes to `cdktf.out` may be read at the same time: by Terraform of another run, or by
// another command.
const fs = require("node:fs");
const { basename, join } = require("node:path");
const { spawnSync } = require("node:child_process");

/** What CDKTF writes, and others read. */
const READ_BY_OTHERS = ["manifest.json", "cdk.tf.json"];

/** Lets whoever reads such a file find all of the old one or all of the new one. */
exports.writeWholeFiles = function writeWholeFiles() {
  const { writeFileSync } = fs;
  fs.writeFileSync = function written(file, ...rest) {
    if (typeof file !== "string" || !READ_BY_OTHERS.includes(basename(file))) {
      return writeFileSync.call(fs, file, ...rest);
    }
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      writeFileSync.call(fs, temporary, ...rest);
      fs.renameSync(temporary, file);
    } catch (error) {
      fs.rmSync(temporary, { force: true });
      throw error;
    }
  };
};

/** Waits until no other run works in the folder that CDKTF writes to. Ends this process otherwise. */
exports.waitForRuns = function waitForRuns() {
  if (!othersIn(process.env.CDKTF_OUTDIR ?? "cdktf.out")) return;
  const wait = [join(__dirname, "typescript.cjs"), join(__dirname, "cdktf", "wait-for-run.ts")];
  const { status } = spawnSync(process.execPath, wait, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
};

/** Whether there is a run besides the one that has started this process. */
function othersIn(outdir) {
  if (!fs.existsSync(outdir)) return false;
  const own = `.run-${process.ppid}-`;
  return fs.readdirSync(outdir).some((name) => name.startsWith(".run-") && !name.startsWith(own));
}
