/** A file that is not what its name says: what is wrong, and where. */
export class FileProblem extends Error {
  /** Whether it only becomes such a file later: it is left alone, and the others need not wait. */
  readonly template: boolean;

  /** @param offset where in the text, if that is known */
  constructor(
    message: string,
    readonly offset?: number,
    { template = false }: { template?: boolean } = {},
  ) {
    super(message);
    this.name = "FileProblem";
    this.template = template;
  }
}
