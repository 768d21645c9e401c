import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dependencies, engines, license, name, version } from "../../package.json";
import { SCHEMA_FILE } from "../cache/settings-schema";
import { packageRoot } from "../package-root";

/** What only the library needs: 400 MB that nobody gets who wants the command alone. */
export const PEERS = ["cdktf", "constructs", "@cdktf/provider-aws"] as const;

/** The package.json of the package. */
export function manifest(env: NodeJS.ProcessEnv): object {
  const repository = repositoryUrl(env);
  return {
    name,
    version,
    description:
      "Bring workloads to an Amazon ECR pull-through cache: the command ecr-cache, and the cache itself as CDKTF stacks and constructs",
    license,
    ...(repository !== undefined && { repository: { type: "git", url: repository } }),
    engines,
    bin: { "ecr-cache": "command/ecr-cache.cjs" },
    main: "library/index.js",
    types: "library/types/stacks/index.d.ts",
    exports: {
      ".": {
        types: "./library/types/stacks/index.d.ts",
        default: "./library/index.js",
      },
      [`./${SCHEMA_FILE}`]: `./${SCHEMA_FILE}`,
      "./package.json": "./package.json",
    },
    peerDependencies: {
      cdktf: `^${dependencies.cdktf}`,
      constructs: constructsOfCdktf(),
      "@cdktf/provider-aws": `^${dependencies["@cdktf/provider-aws"]}`,
    },
    peerDependenciesMeta: Object.fromEntries(PEERS.map((peer) => [peer, { optional: true }])),
  };
}

/** The library asks for no other constructs than CDKTF does. */
function constructsOfCdktf(): string {
  const file = join(packageRoot(), "node_modules", "cdktf", "package.json");
  return JSON.parse(readFileSync(file, "utf8")).peerDependencies.constructs;
}

/**
 * Where the source is, which a published package's provenance is compared with: as GitHub Actions says,
 * else as the clone's origin does. Nothing where neither is a repository on GitHub.
 */
export function repositoryUrl(
  env: NodeJS.ProcessEnv,
  remote: string = origin(),
): string | undefined {
  // A remote may have a token in it.
  const [, inRemote] =
    /(?:^|@|\/\/)github\.com[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(remote) ?? [];
  const repository = env["GITHUB_REPOSITORY"] || inRemote;
  return repository && `git+https://github.com/${repository}.git`;
}

function origin(): string {
  try {
    const args = ["config", "--get", "remote.origin.url"];
    return execFileSync("git", args, { cwd: packageRoot(), encoding: "utf8" }).trim();
  } catch {
    return ""; // Not a clone, or one without an origin.
  }
}
