import { dirname, join, resolve } from "node:path";
import { kustomization } from "./formats/kustomization";
import { nodesAt } from "./yaml/walk";
import { yamlDocuments } from "./yaml/yaml-documents";

interface TextFile {
  readonly file: string;
  readonly text: string;
}

/** What a kustomization reads, and which images it gives other names. */
interface Overlay {
  readonly reads: readonly string[];
  readonly names: readonly string[];
}

/** Where a kustomization names what it reads. */
const READS = [
  ["resources"],
  ["bases"],
  ["components"],
  ["patches", "path"],
  ["patchesStrategicMerge"],
];

/** The images of manifests that kustomizations look for: with another name they would not be found. */
export class KustomizedImages {
  readonly #overlays = new Map<string, Overlay>();
  readonly #names = new Map<string, Set<string>>();

  constructor(files: readonly TextFile[]) {
    for (const { file, text } of files) {
      if (kustomization.handles(file, text)) this.#add(file, text);
    }
    for (const [file, overlay] of this.#overlays) this.#reach(file, overlay, new Set());
  }

  /** Whether a kustomization looks for the image of a manifest by the name that it has. */
  has(file: string, reference: string): boolean {
    return this.#names.get(file)?.has(nameOf(reference)) ?? false;
  }

  #add(file: string, text: string): void {
    try {
      const documents = yamlDocuments(text);
      const folder = dirname(file);
      const texts = (path: readonly string[]) =>
        documents.flatMap((one) => nodesAt(one, path)).flatMap(({ text: found }) => found ?? []);
      this.#overlays.set(file, {
        reads: READS.flatMap(texts).map((path) => resolve(folder, path)),
        names: texts(["images", "name"]),
      });
    } catch {
      // Whoever reads its images says what is wrong with it.
    }
  }

  #reach(file: string, from: Overlay, seen: Set<string>): void {
    if (seen.has(file)) return;
    seen.add(file);
    for (const path of this.#overlays.get(file)?.reads ?? []) {
      const names = this.#names.get(path) ?? [];
      this.#names.set(path, new Set([...names, ...from.names]));
      for (const inner of ["kustomization.yaml", "kustomization.yml", "Kustomization"]) {
        this.#reach(join(path, inner), from, seen);
      }
    }
  }
}

/** As kustomize compares names: without tag and digest, as they are written. */
function nameOf(reference: string): string {
  const [name = ""] = reference.split("@", 1);
  const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
  return colon < 0 ? name : name.slice(0, colon);
}
