import { withoutCredentials } from "../../problems/credentials";

/**
 * A colour that commands use; or a control character, except tab and newline; or a character that
 * changes the direction of text.
 */
const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it matches
  /\u001b\[(?:[12]|22|3[1-69])m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Workflow commands that GitHub's runner reads where a line begins with them. */
const LINE_COMMAND = /^(\s*)(?=::)/gm;

/** Commands that the runners of Azure and GitHub read from the middle of a line too. */
const INLINE_COMMAND = /##(?=\[|vso\[)/g;

/**
 * Sanitizes text that may come from a server or from a file of another person: it cannot move the
 * cursor, hide anything, or give a command to a CI runner, and it has no password of a URL in it.
 *
 * @param colors whether to keep the colours that commands use
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function cleanText(text: string, { colors = false } = {}): string {
  return withoutCredentials(text)
    .replaceAll("\r\n", "\n")
    .replace(CONTROL, (found) => (colors && found.length > 1 ? found : "\ufffd"))
    .replace(LINE_COMMAND, "$1\u200b")
    .replace(INLINE_COMMAND, "##\u200b");
}

/**
 * A value as JSON, made harmless in the same way: a program that reads it gets the same strings, but
 * for the passwords of URLs.
 */
export function cleanJson(value: unknown): string {
  const text = JSON.stringify(
    value,
    (_, one) => (typeof one === "string" ? withoutCredentials(one) : one),
    2,
  );
  return text.replace(CONTROL, escaped).replace(INLINE_COMMAND, "#\\u0023");
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
