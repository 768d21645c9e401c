// Runs an app of TypeScript: `node tools/run-app.cjs main.ts`, as `npm run synth` and cdktf.json do.
//
// A loader such as tsx also processes every module of CDKTF and of the provider bindings, which takes
// longer than everything else. Here, esbuild compiles the app's own files in a process of its own while
// this process loads CDKTF. docs/performance.md has the figures.
require("./node-version.cjs");
const Module = require("node:module");
const { spawnSync } = require("node:child_process");
const { statSync } = require("node:fs");
const { join, relative, resolve } = require("node:path");
const { bundle, run } = require("./typescript.cjs");

const entry = resolve(process.argv[2] ?? "main.ts");
refuseNoFile();

const bundling = bundle(entry);

// CDKTF is archived and uses APIs that newer versions of Node.js deprecate. Whoever deploys a cache can
// do nothing about that.
process.noDeprecation = true;
whenUsed("archiver");
require("cdktf");

bundling.then(
  (bundled) => {
    run(entry, bundled, { preload: true });
    if (process.env.CDKTF_CONTEXT_JSON) process.once("exit", preflight); // cdktf is running this.
  },
  () => {
    process.exitCode = 1; // esbuild has printed what is wrong, and where.
  },
);

/** esbuild would only say that it could not resolve the file. */
function refuseNoFile() {
  if (statSync(entry, { throwIfNoEntry: false })?.isFile()) return;
  console.error(`There is no app ${relative("", entry)}.`);
  console.error("  fix: name a file, such as main.ts");
  process.exit(1);
}

/** `npx cdktf deploy` and similar commands run Terraform next: checks that all it needs is there. */
function preflight(code) {
  if (code !== 0) return;
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
