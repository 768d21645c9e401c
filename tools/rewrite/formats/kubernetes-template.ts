import { parseImageReference } from "../../../references/image-reference";
import type { ImageSite } from "../image-site";
import { literalName } from "../literal-name";

const IMAGE =
  /^(\s*(?:- +)*)image:[ \t]+(["']?)([^\s"'#]+|[^\s"'#]*:\{\{[^"'#]*\}\})\2[ \t]*(?:#.*)?\r?$/;
const CONTAINERS = /^(?:containers|initContainers|ephemeralContainers):\s*(?:#.*)?$/;
const BLOCK_SCALAR = /[:-]\s+[|>][-+\d]*\s*(?:#.*|\{\{.*)?$/;

interface Line {
  readonly offset: number;
  readonly text: string;
  /** Where its key begins, behind the dashes of sequences; none where nothing of YAML is on it. */
  readonly indent: number | undefined;
}

/**
 * The images in the template of a manifest, which is no YAML before it is rendered.
 *
 * A line `image: nginx:1.29` counts if it is in an item of `containers:`, `initContainers:` or
 * `ephemeralContainers:` by its indentation, and no block of text is around it.
 */
export function templateSites(text: string): readonly ImageSite[] {
  const lines = linesOf(text);
  return lines.flatMap(({ text: line, offset }, index) => {
    const [, before = "", quote = "", written = ""] = IMAGE.exec(line) ?? [];
    const name = literalName(written)?.name ?? written;
    if (written === "" || !parseImageReference(name) || !isInContainers(lines, index)) return [];
    const start =
      offset + line.indexOf(quote + written, before.length + "image:".length) + quote.length;
    const replace = (reference: string) => [{ start, end: start + name.length, text: reference }];
    return [{ offset: start, reference: name, replace }];
  });
}

function linesOf(text: string): readonly Line[] {
  let offset = 0;
  return text.split("\n").map((line) => {
    const begin = offset;
    offset += line.length + 1;
    const isYaml = /\S/.test(line) && !/^\s*(?:#|\{\{)/.test(line);
    const indent = isYaml ? /^[\s-]*/.exec(line)?.[0].length : undefined;
    return { offset: begin, text: line.trimEnd(), indent };
  });
}

/** Goes outwards from key to key; a dash stands between an item and the key of its sequence. */
function isInContainers(lines: readonly Line[], index: number): boolean {
  const outer: string[] = [];
  let { column, isItem } = startOf(lines[index]);
  for (const line of lines.slice(0, index).reverse()) {
    if (line.indent === undefined) continue;
    const dash = dashOf(line);
    const isParent = isItem ? line.indent <= column && dash !== column : line.indent < column;
    if (isParent) outer.push(line.text.trim().replace(/^(?:- +)+/, ""));
    const isHeadOfItem = !isItem && line.indent === column && dash !== undefined;
    if (isParent || isHeadOfItem) ({ column, isItem } = startOf(line));
  }
  const [nearest = ""] = outer;
  return CONTAINERS.test(nearest) && !outer.some((line) => BLOCK_SCALAR.test(` ${line}`));
}

function startOf(line: Line | undefined): { column: number; isItem: boolean } {
  const dash = dashOf(line);
  return { column: dash ?? line?.indent ?? 0, isItem: dash !== undefined };
}

/** Where the dash of a line is. */
function dashOf(line: Line | undefined): number | undefined {
  const [spaces] = /^\s*(?=- )/.exec(line?.text ?? "") ?? [];
  return spaces?.length;
}
