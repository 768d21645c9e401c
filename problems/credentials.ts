/** What stands before the host of a URL; a digest after an image's name is none. */
const USER_INFORMATION = /(:\/\/)[^\s/"]+@(?!sha\d+:)/g;

/** A text in which no URL has a user's name and password: `https://***@ghcr.io`. */
export function withoutCredentials(text: string): string {
  return text.replace(USER_INFORMATION, "$1***@");
}
