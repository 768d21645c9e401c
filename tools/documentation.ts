import { join, relative } from "node:path";
import { packageRoot } from "./package-root";

/**
 * Where a page of the documentation is, for a text that sends somebody there: `docs/rewrite.md` in this
 * repository; elsewhere the path from the folder in which somebody stands to that of the package.
 *
 * @param page its name, without the folder and `.md`
 */
export function documentation(page: string): string {
  const inRepository = join("docs", `${page}.md`);
  const root = packageRoot();
  if (!root.split(/[\\/]/).includes("node_modules")) return inRepository;
  const file = join(root, inRepository);
  const fromHere = relative("", file);
  return fromHere.startsWith("..") ? file : fromHere;
}
