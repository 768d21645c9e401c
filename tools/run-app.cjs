// Runs an app of TypeScript: `node tools/run-app.cjs main.ts`, as `npm run synth` and cdktf.json do.
//
// A loader such as tsx looks at every module of CDKTF and of the bindings too, which takes longer than
// all the rest. Here esbuild, in a process of its own, turns the app's own files into JavaScript while
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

// CDKTF is archived, and uses what newer versions of Node deprecate: no news to who deploys a cache.
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

/** esbuild only says that it could not resolve it. */
function refuseNoFile() {
  if (statSync(entry, { throwIfNoEntry: false })?.isFile()) return;
  console.error(`There is no app ${relative("", entry)}.`);
  console.error("  fix: name a file, such as main.ts");
  process.exit(1);
}

/** `npx cdktf deploy` and the like go on to Terraform from here: is all there that it will need? */
function preflight(code) {
  if (code !== 0) return;
  const check = [join(__dirname, "typescript.cjs"), join(__dirname, "cdktf", "preflight.ts")];
  const { status } = spawnSync(process.execPath, check, { stdio: "inherit" });
  process.exitCode = status;
}

/** CDKTF packs assets with archiver, and spends 40 % of its loading time on it, assets or not. */
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
