/** A change of a file's text, by offsets into it. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A place in a file that names an image. */
export interface ImageSite {
  /** The offset of its first character, for messages. */
  readonly offset: number;
  /** The reference as a client would pull it: decoded, and assembled from its parts. */
  readonly reference: string;
  /** The edits that write another reference; undefined when this place cannot contain it. */
  replace(reference: string): readonly Edit[] | undefined;
  /** Why it must not be changed, in one sentence, for example because Lambda cannot pull from a cache. */
  readonly refusal?: string;
  /** Whether the text only becomes a reference elsewhere. The refusal then applies to any text. */
  readonly isHidden?: boolean;
}

/** A format of files. */
export interface FileFormat {
  readonly name: string;
  /** Whether the file has this format, by its path and, if necessary, its text. */
  handles(path: string, text: string): boolean;
  /** @throws FileProblem when the text does not have this format */
  sites(text: string, path: string): readonly ImageSite[];
}
