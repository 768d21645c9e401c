/** A file does not have the format that its name says. */
export class FileProblem extends Error {
  /** Whether the file is a template. A template is skipped, and does not stop the command. */
  readonly template: boolean;

  /** @param offset the position in the text, if it is known */
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
