// Runs TypeScript files of this repository without a loader. A loader such as tsx also processes every
// module of every package, which takes longer than everything else; esbuild compiles the project's own
// files in a process of its own. docs/performance.md has the figures.
const Module = require("node:module");
const { dirname, resolve } = require("node:path");
const { build } = require("esbuild");

/** @returns {Promise<import("esbuild").BuildResult>} rejected when esbuild has printed what is wrong */
exports.bundle = function bundle(entry) {
  return build({
    entryPoints: [entry],
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    sourcemap: "inline",
    // Nothing is written; the paths in the source map are relative to this folder.
    outdir: dirname(entry),
    allowOverwrite: true,
    metafile: true,
    write: false,
  });
};

/** Runs a bundle as if it were the entry file itself. @returns its exports */
exports.run = function run(entry, { outputFiles: [javascript], metafile }, { preload }) {
  const program = new Module(entry, module);
  program.filename = entry;
  program.paths = Module._nodeModulePaths(dirname(entry));
  const [{ imports }] = Object.values(metafile.outputs);
  if (preload) for (const { path } of imports) program.require(path);
  // Only now: reading the source maps of the packages would take longer than loading their code.
  process.setSourceMapsEnabled(true);
  program._compile(javascript.text, entry);
  return program.exports;
};

// `node tools/typescript.cjs <file>` runs a file that is neither an app nor a command.
if (require.main === module) {
  const entry = resolve(process.argv[2]);
  exports.bundle(entry).then(
    (bundled) => exports.run(entry, bundled, { preload: false }),
    () => {
      process.exitCode = 1; // esbuild has printed what is wrong, and where.
    },
  );
}
