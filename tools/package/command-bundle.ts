import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { packageRoot } from "../package-root";
import { bundledFiles } from "./bundled-files";

/** The program, and beside it the folder with the parts that are loaded when they are needed. */
const PROGRAM = "main";
const PARTS = "parts";

/** What CommonJS has and the bundled packages use. */
const COMMONJS = `import { createRequire as createRequireHere } from "node:module";
const require = createRequireHere(import.meta.url);
const __dirname = require("node:path").dirname(require("node:url").fileURLToPath(import.meta.url));
`.replaceAll("\n", " ");

/** What npm runs: CommonJS, because a Node that is too old must be able to read it. */
const START = `#!/usr/bin/env node
require("./node-version.cjs");
import("./${PROGRAM}.mjs").then(({ main }) => main());
`;

/**
 * Bundles the command with all packages that it uses. Each sub-command loads its own code only: modules
 * of ECMAScript, because esbuild can split no others.
 *
 * @returns the files that were bundled, from the root of the repository
 */
export async function bundleCommand(folder: string): Promise<string[]> {
  const root = packageRoot();
  const common = {
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20",
    // Names stay, so that the stack trace in the report of a bug can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none", // They are in a file of their own.
    logLevel: "warning",
    metafile: true,
  } satisfies BuildOptions;
  const program = await build({
    ...common,
    entryPoints: { [PROGRAM]: "tools/main.ts" },
    outdir: folder,
    format: "esm",
    splitting: true,
    chunkNames: `${PARTS}/[name]-[hash]`,
    outExtension: { ".js": ".mjs" },
    banner: { js: COMMONJS },
    // CommonJS that only resolves its own files at run time cannot be bundled.
    mainFields: ["module", "main"],
    external: ["performance"], // Of a Node without it; ours all have it.
  });
  const start = await build({
    ...common,
    stdin: { contents: START, resolveDir: join(root, "tools") },
    outfile: join(folder, "ecr-cache.cjs"),
    format: "cjs",
    external: [`./${PROGRAM}.mjs`],
  });
  copyHclParser(folder);
  return [...bundledFiles(program), ...bundledFiles(start)];
}

/** @cdktf/hcl2json reads its WebAssembly from the folder above its code. */
function copyHclParser(folder: string): void {
  const parser = "main.wasm.gz";
  const installed = join(packageRoot(), "node_modules", "@cdktf", "hcl2json");
  if (!readFileSync(join(installed, "lib", "bridge.js"), "utf8").includes(`"..", "${parser}"`)) {
    throw new Error(`@cdktf/hcl2json no longer reads ../${parser}.`);
  }
  copyFileSync(join(installed, parser), join(folder, parser));
}
