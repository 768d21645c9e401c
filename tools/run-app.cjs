// Runs an app of TypeScript: `node tools/run-app.cjs main.ts`, as `npm run synth` and cdktf.json do.
//
// While esbuild, in a process of its own, compiles the app's own files, this process loads CDKTF, which
// takes longer than everything else. docs/performance.md has the figures.
require("./node-version.cjs");
const Module = require("node:module");
const { spawnSync } = require("node:child_process");
const { statSync } = require("node:fs");
const { join, relative, resolve } = require("node:path");
const { adviceOnError, adviceOnImports, adviceOnSynthesis } = require("./app-advice.cjs");
const { bundle, run } = require("./typescript.cjs");

const entry = resolve(process.argv[2] ?? "main.ts");
refuseNoFile();
const bundling = bundle(entry);

// CDKTF is archived and uses APIs that newer versions of Node.js deprecate. Whoever deploys a cache can
// do nothing about that.
process.noDeprecation = true;
whenUsed("archiver");
const { App } = require("cdktf");

bundling.then(
  (bundled) => {
    process.once("exit", refuseNoSynthesis());
    if (process.env.CDKTF_CONTEXT_JSON) process.once("exit", preflight); // cdktf is running this.
    start(bundled);
  },
  ({ errors = [] }) => {
    // esbuild has printed what is wrong, and where.
    for (const advice of adviceOnImports(errors)) console.error(`${advice}\n`);
    process.exitCode = 1;
  },
);

function start(bundled) {
  try {
    run(entry, bundled, { preload: true });
  } catch (error) {
    const advice = adviceOnError(error);
    if (!advice) throw error;
    console.error(advice);
    process.exitCode = 1;
  }
}

/** esbuild would only say that it could not resolve the file. */
function refuseNoFile() {
  if (statSync(entry, { throwIfNoEntry: false })?.isFile()) return;
  console.error(`There is no app ${relative("", entry)}.`);
  console.error("  fix: name a file, such as main.ts");
  process.exit(1);
}

/** An app that is not synthesized would exit with 0. @returns the check for when the process exits */
function refuseNoSynthesis() {
  const { synth } = App.prototype;
  let isDone = false;
  App.prototype.synth = function watched() {
    isDone = true;
    return synth.call(this);
  };
  return (code) => {
    if (isDone || code !== 0) return;
    console.error(adviceOnSynthesis(entry));
    process.exitCode = 1;
  };
}

/** `npx cdktf deploy` and similar commands run Terraform next: checks that all it needs is there. */
function preflight() {
  if (process.exitCode) return;
  const check = [join(__dirname, "typescript.cjs"), join(__dirname, "cdktf", "preflight.ts")];
  const { status } = spawnSync(process.execPath, check, { stdio: "inherit" });
  process.exitCode = status;
}

/** CDKTF packs assets with archiver, which takes 40 % of its loading time even without any assets. */
function whenUsed(name) {
  const load = Module._load;
  Module._load = function lazily(request, parent, ...rest) {
    if (request !== name) return load.call(this, request, parent, ...rest);
    const real = () => load.call(this, request, parent, ...rest);
    return new Proxy(() => {}, {
      apply: (_, self, args) => Reflect.apply(real(), self, args),
      get: (_, property) => real()[property],
    });
  };
}
