/** A file that is not what its name says: what is wrong, and where. */
export class FileProblem extends Error {
  /** @param offset where in the text, if that is known */
  constructor(
    message: string,
    readonly offset?: number,
  ) {
    super(message);
    this.name = "FileProblem";
  }
}
