import type { Metafile } from "esbuild";

/** The files of which something is in what esbuild wrote, from the root of the repository. */
export function bundledFiles({ metafile }: { readonly metafile: Metafile }): string[] {
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((file) => inputs[file]?.bytesInOutput !== 0),
  );
}
