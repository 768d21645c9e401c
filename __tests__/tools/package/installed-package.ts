import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { PEERS } from "../../../tools/package/manifest";
import { makePackage } from "../../../tools/package/package";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The package, made and installed in a project that has nothing else. */
export class InstalledPackage {
  private constructor(
    /** The project. */
    readonly folder: string,
    /** All that npm has installed. */
    readonly installed: readonly string[],
  ) {}

  static async install(): Promise<InstalledPackage> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "package-")));
    const file = await makePackage(join(folder, "dist"));
    const project = new InstalledPackage(join(folder, "project"), []);
    project.write("package.json", '{ "private": true }');
    const flags = ["--offline", "--no-audit", "--no-fund", "--omit=optional"];
    const { code, stderr } = project.run("npm", "install", ...flags, file);
    if (code !== 0) throw new Error(stderr);
    const names = readdirSync(join(project.folder, "node_modules"));
    return new InstalledPackage(
      project.folder,
      names.filter((name) => !name.startsWith(".")),
    );
  }

  /** The files of the package, with what is in them. */
  files(): Map<string, Buffer> {
    const root = join(this.folder, "node_modules", "ecr-pull-through-cache");
    const entries = readdirSync(root, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return new Map(
      files
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(root.length + 1), readFileSync(path)]),
    );
  }

  /** Gives the project what the library needs, as this repository has it. */
  linkPeers(...more: readonly string[]): void {
    for (const name of [...PEERS, ...more]) {
      const link = join(this.folder, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(resolve("node_modules", name), link);
    }
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  run(command: string, ...args: readonly string[]): Ended {
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(npm_|AWS_|NODE_OPTIONS)/.test(name)),
    );
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: this.folder,
      env,
      encoding: "utf8",
    });
    return { code: status, stdout, stderr };
  }

  /** Runs the installed command. */
  ecrCache(...words: readonly string[]): Ended {
    return this.run(join(this.folder, "node_modules", ".bin", "ecr-cache"), ...words);
  }

  remove(): void {
    rmSync(dirname(this.folder), { recursive: true, force: true });
  }
}
