import { relative, sep } from "node:path";
import ignore from "ignore";
import { parseImageReference } from "../../references/image-reference";
import type { Settings } from "../cache/settings-file";

/** What to leave unchanged. */
export interface Ignored {
  /** @param file the absolute path */
  path(file: string): boolean;
  image(reference: string): boolean;
}

/** What the settings ignore; nothing without settings. */
export function ignoredBy(settings: Settings | undefined): Ignored {
  const { paths = [], images = [] } = settings?.rewrite?.ignore ?? {};
  const folder = settings?.folder ?? "";
  const ignoredPaths = ignore().add(paths);
  const ignoredImages = ignore().add(images);
  return {
    path: (file) => {
      const name = relative(folder, file).split(sep).join("/");
      return paths.length > 0 && ignore.isPathValid(name) && ignoredPaths.ignores(name);
    },
    image: (text) => {
      const reference = images.length > 0 ? parseImageReference(text) : undefined;
      return (
        reference !== undefined &&
        ignoredImages.ignores(`${reference.host}/${reference.repository}`)
      );
    },
  };
}
