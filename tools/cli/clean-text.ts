/** A colour of ours, or a control character but tab and newline, or what reverses the direction of text. */
const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /\u001b\[(?:[12]|22|3[1-69])m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Commands that runners read from a job's output: GitHub's `::`, Azure's and GitHub's `##`. */
const RUNNER_COMMAND = /^(\s*)(?=::|##\[|##vso\[)/gm;

/**
 * Text that may come from a server, or from a file of somebody else's, made harmless: it moves no
 * cursor, hides nothing, and is no command to a CI runner.
 *
 * @param colors whether the colours that commands use stay
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function cleanText(text: string, { colors = false } = {}): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(CONTROL, (found) => (colors && found.length > 1 ? found : "\ufffd"))
    .replace(RUNNER_COMMAND, "$1\u200b");
}
