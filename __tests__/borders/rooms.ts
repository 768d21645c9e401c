import type { Import, ImportGraph } from "./import-graph";

/** What the files of one room may import besides one another. */
export interface Room {
  /** Rooms of the project. */
  readonly imports: readonly string[];
  /** Packages, and modules of Node: exact names, `name/*` for what a package has, or `*` for any. */
  readonly packages: readonly string[];
}

/**
 * The rooms by where their files are: a file (`main.ts`), the files of a folder and of those below it
 * (`ecr/`), or each folder there as a room of its own (`tools/NAME/`). The first that holds a file counts.
 */
export type Rooms = Readonly<Record<string, Room>>;

/** The imports that cross a border, each as a sentence. */
export function findForbiddenImports(rooms: Rooms, graph: ImportGraph): string[] {
  return [...graph].flatMap(([file, imports]) => {
    const home = roomOf(rooms, file);
    if (!home) return [`${file} is in no room of the table`];
    const { room, place } = home;
    return imports.flatMap((one) => {
      if (one.file === undefined) {
        if (room.packages.some((pattern) => matches(pattern, one.written))) return [];
        return [sentence(file, one, place, "no packages", room.packages)];
      }
      const target = roomOf(rooms, one.file);
      if (target?.place === place || room.imports.includes(target?.name ?? "")) return [];
      return [sentence(file, one, place, "nothing else", room.imports)];
    });
  });
}

function sentence(
  file: string,
  { written }: Import,
  place: string,
  nothing: string,
  allowed: readonly string[],
): string {
  return `${file} imports ${written}; ${place} may import ${allowed.join(", ") || nothing}`;
}

/** The room of a file: its row in the table, and the file or folder that it is. */
function roomOf(rooms: Rooms, file: string) {
  for (const [name, room] of Object.entries(rooms)) {
    const pattern = name.replace(/[.]/g, "\\.").replace("*", "[^/]+");
    const [place] = new RegExp(`^${pattern}${name.endsWith("/") ? "" : "$"}`).exec(file) ?? [];
    if (place !== undefined) return { name, room, place };
  }
  return undefined;
}

function matches(pattern: string, written: string): boolean {
  return pattern.endsWith("*") ? written.startsWith(pattern.slice(0, -1)) : written === pattern;
}
