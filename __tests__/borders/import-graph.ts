import { posix } from "node:path";
import { importsOf } from "./imports";

/** The source of each file, by its path from the root of the project. */
export type Sources = Readonly<Record<string, string>>;

/** One import: where it leads within the project, or the package that it names. */
export interface Import {
  /** As it is written: `../ecr/region`, `cdktf`. */
  readonly written: string;
  /** The file of the project. Left out for a package. */
  readonly file?: string;
}

/** What each file imports. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>;

/** Reads the imports of all files. One that leads to no file is an error; data (`.json`) is left out. */
export function importGraph(sources: Sources): ImportGraph {
  const resolved = (importer: string, written: string): Import[] => {
    if (!written.startsWith(".")) return [{ written }];
    if (written.endsWith(".json")) return [];
    const path = posix.normalize(posix.join(posix.dirname(importer), written));
    const candidates = [path, ...[".ts", ".mts", ".cjs", "/index.ts"].map((end) => path + end)];
    const file = candidates.find((candidate) => candidate in sources);
    if (file === undefined) throw new Error(`${importer} imports ${written}, which does not exist`);
    return [{ written, file }];
  };
  return new Map(
    Object.entries(sources).map(([importer, source]) => [
      importer,
      importsOf(importer, source).flatMap((written) => resolved(importer, written)),
    ]),
  );
}

/** Circles of imports, each as the files along it: `["a.ts", "b.ts", "a.ts"]`. */
export function findCircles(graph: ImportGraph): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) circles.push([...path.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    for (const target of new Set(graph.get(file)?.flatMap((one) => one.file ?? []))) {
      visit(target, [...path, file]);
    }
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return circles;
}
