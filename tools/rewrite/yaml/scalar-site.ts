import type { ImageSite } from "../image-site";
import { literalName } from "../literal-name";
import type { YamlNode } from "./yaml-node";

/** What a place may have besides the reference itself. */
export interface SiteOptions {
  /** What stands in front of the reference, such as `docker://`. */
  readonly prefix?: string;
  readonly refusal?: string | undefined;
}

/** The site of a scalar that holds a whole reference. */
export function scalarSites(node: YamlNode | undefined, options: SiteOptions = {}): ImageSite[] {
  const { prefix = "", refusal } = options;
  const text = node?.text;
  if (!node || !text?.startsWith(prefix)) return [];
  const whole = text.slice(prefix.length);
  const { name } = literalName(whole) ?? { name: whole };
  const replace = (reference: string) => {
    const edit = node.replaced(prefix + name, prefix + reference);
    return edit && [edit];
  };
  return [{ offset: node.offset, reference: name, replace, ...(refusal && { refusal }) }];
}

/** The sites of a file, each text once: an anchor has as many ways to it as it has aliases. */
export function eachOnce(sites: readonly ImageSite[]): readonly ImageSite[] {
  const seen = new Set<number>();
  const first = sites.filter(({ offset }) => !seen.has(offset) && seen.add(offset));
  return first.sort((a, b) => a.offset - b.offset);
}
