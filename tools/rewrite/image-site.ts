/** A change of a file's text, by offsets into it. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A place in a file that names an image. */
export interface ImageSite {
  /** Where it stands, for people: offset of its first character. */
  readonly offset: number;
  /** The reference as a client would pull it, decoded and put together from its parts. */
  readonly reference: string;
  /** What the text has to become; undefined when this place cannot hold that reference. */
  replace(reference: string): readonly Edit[] | undefined;
  /** A sentence, where a client that reads this place cannot use a cache (Lambda) or it should not be changed. */
  readonly refusal?: string;
  /** Whether the text only becomes a reference elsewhere: then the refusal is said of any text. */
  readonly isHidden?: boolean;
}

/** One kind of files. */
export interface FileFormat {
  readonly name: string;
  /** Whether the file is of this kind, by its path and, if need be, its text. */
  handles(path: string, text: string): boolean;
  /** @throws FileProblem when the text is not what its name says */
  sites(text: string, path: string): readonly ImageSite[];
}
