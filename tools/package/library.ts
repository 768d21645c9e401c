import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";
import { name } from "../../package.json";
import { packageRoot } from "../package-root";
import { bundledFiles } from "./bundled-files";
import { PEERS } from "./manifest";

/**
 * Compiles the stacks and constructs into one file of CommonJS, which `require` and `import` both take,
 * with their types beside it.
 *
 * @returns the files that were bundled, from the root of the repository
 */
export async function compileLibrary(folder: string): Promise<string[]> {
  const root = packageRoot();
  const library = await build({
    absWorkingDir: root,
    entryPoints: ["stacks/index.ts"],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    outfile: join(folder, "index.js"),
    external: [...PEERS],
    banner: { js: PEERS.map(required).join("") },
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
  });
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const args = [
    compiler,
    "-p",
    join(root, "tsconfig.package.json"),
    "--outDir",
    join(folder, "types"),
  ];
  execFileSync(process.execPath, args, { stdio: "inherit" });
  return bundledFiles(library);
}

/** The peers are optional for npm, which therefore says nothing when one is missing. */
function required(peer: string): string {
  const message = `The library of ${name} needs ${peer}, which is not installed.\n  fix: npm install ${PEERS.join(" ")}`;
  const file = JSON.stringify(`${peer}/package.json`);
  return `try { require.resolve(${file}); } catch { throw new Error(${JSON.stringify(message)}); }\n`;
}
