/**
 * A colour that commands use; or a control character, except tab and newline; or a character that
 * changes the direction of text.
 */
const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it matches
  /\u001b\[(?:[12]|22|3[1-69])m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Workflow commands, which CI runners read from a job's output: `::` in GitHub, `##` in GitHub and Azure. */
const RUNNER_COMMAND = /^(\s*)(?=::|##\[|##vso\[)/gm;

/**
 * Sanitizes text that may come from a server or from a file of another person: it cannot move the
 * cursor, hide anything, or give a command to a CI runner.
 *
 * @param colors whether to keep the colours that commands use
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function cleanText(text: string, { colors = false } = {}): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(CONTROL, (found) => (colors && found.length > 1 ? found : "\ufffd"))
    .replace(RUNNER_COMMAND, "$1\u200b");
}
