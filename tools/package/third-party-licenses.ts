import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package-root";

const RULE = `\n\n${"-".repeat(80)}\n\n`;

interface BundledPackage {
  /** `name version (license), source`. */
  readonly title: string;
  /** The licence as the package has it; empty where it only names one. */
  readonly text: string;
}

/**
 * The licences of the packages that were bundled, each text once.
 *
 * @param inputs the files that were bundled, from the root of the repository
 * @throws when a package says nothing of its licence
 */
export function thirdPartyLicenses(inputs: readonly string[]): string {
  const titles = new Map<string, string[]>();
  for (const { title, text } of packagesOf(inputs)) {
    titles.set(text, [...(titles.get(text) ?? []), `- ${title}`]);
  }
  const sections = [...titles].map(([text, lines]) => [...lines, "", text].join("\n").trim());
  return `${["This package has code of the following packages.", ...sections].join(RULE)}\n`;
}

function packagesOf(inputs: readonly string[]): BundledPackage[] {
  const folders = inputs.flatMap(
    (input) => /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
  );
  const packages = [...new Set(folders)].map(bundledPackage);
  return packages.sort((one, other) => one.title.localeCompare(other.title, "en"));
}

function bundledPackage(folder: string): BundledPackage {
  const path = join(packageRoot(), folder);
  const { name, version, license, repository } = JSON.parse(
    readFileSync(join(path, "package.json"), "utf8"),
  );
  if (typeof license !== "string") throw new Error(`${name} ${version} names no licence.`);
  const url: string = repository?.url ?? repository ?? `https://www.npmjs.com/package/${name}`;
  const title = `${name} ${version} (${license}), ${url.replace(/^git\+|\.git$/g, "")}`;
  const file = readdirSync(path).find((one) => /^licen[cs]e/i.test(one));
  return { title, text: file === undefined ? "" : readFileSync(join(path, file), "utf8").trim() };
}
