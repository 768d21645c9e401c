/*
 * A username or a token is the value of a Terraform variable, which nobody sees before it is used: a
 * wrong one is stored without complaint, and only the first pull fails. Terraform and this project look
 * for the same mistakes, by patterns that RE2 and JavaScript read alike.
 */
const MISTAKES: readonly { readonly pattern: string; readonly says: string }[] = [
  { pattern: "^$", says: "is empty" },
  {
    pattern: "^[\\t\\n\\v\\f\\r\\p{Z}]|[\\t\\n\\v\\f\\r\\p{Z}]$",
    says: "begins or ends with a blank or a line end",
  },
  {
    pattern: "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]",
    says: "has a line end, a byte order mark or another invisible character in it",
  },
  { pattern: `^(?:".*"|'.*'|“.*”|‘.*’)$`, says: "has quotes around it" },
  // Those of terraform.tfvars.example and of the guides.
  { pattern: "^(?:your-name|<.*>|.*(?:\\.\\.\\.|…))$", says: "is the placeholder of an example" },
];

/** What is wrong with a username or a token: "has quotes around it". Its value is in no message. */
export function findCredentialMistake(text: string): string | undefined {
  return MISTAKES.find(({ pattern }) => new RegExp(pattern, "u").test(text))?.says;
}

/** The pattern of a username or token that cannot be right, for Terraform's `regex`. */
export const WRONG_CREDENTIAL_PATTERN = MISTAKES.map(({ pattern }) => `(?:${pattern})`).join("|");

/** What a username or a token must be, for a variable that has another value. */
export const CREDENTIAL_MUST_BE =
  "must be exactly as the registry has it: not empty, no placeholder of an example, without quotes around it, without blanks or line ends at its ends, and without invisible characters in it";
