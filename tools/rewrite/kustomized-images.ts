import { dirname, join, resolve } from "node:path";
import { kustomization } from "./formats/kustomization";
import { nodesAt } from "./yaml/walk";
import { yamlDocuments } from "./yaml/yaml-documents";

interface TextFile {
  readonly file: string;
  readonly text: string;
}

/** The files that a kustomization reads, and the names of the images that it replaces. */
interface Overlay {
  readonly reads: readonly string[];
  readonly names: readonly string[];
}

/** The fields in which a kustomization names the files that it reads. */
const READS = [
  ["resources"],
  ["bases"],
  ["components"],
  ["patches", "path"],
  ["patchesStrategicMerge"],
];

/** The images in manifests that kustomizations replace: with another name, they would not be found. */
export class KustomizedImages {
  readonly #overlays = new Map<string, Overlay>();
  readonly #names = new Map<string, Set<string>>();

  constructor(files: readonly TextFile[]) {
    for (const { file, text } of files) {
      if (kustomization.handles(file, text)) this.#add(file, text);
    }
    for (const [file, overlay] of this.#overlays) this.#reach(file, overlay, new Set());
  }

  /** Whether a kustomization replaces the image of a manifest by its current name. */
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
      // The format of kustomizations reports what is wrong with the file.
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

/** The name as kustomize compares it: as it is written, without tag and digest. */
function nameOf(reference: string): string {
  const [name = ""] = reference.split("@", 1);
  const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
  return colon < 0 ? name : name.slice(0, colon);
}
