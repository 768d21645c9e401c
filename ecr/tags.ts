import { type Problem, shown } from "../problems/problem";

const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Whether Amazon ECR, Secrets Manager and IAM can give these tags to what a stack creates. */
export function checkTags(tags: Readonly<Record<string, string>>): Problem | undefined {
  const entries = Object.entries(tags);
  const empty = entries.find(([, value]) => value === "");
  if (empty) return emptyValue(empty[0]);
  const twin = findTwin(Object.keys(tags));
  if (twin) return twin;
  const wrong = entries.find(
    ([key, value]) =>
      !TAG.test(key) ||
      key === "" ||
      key.length > 128 ||
      /^aws:/i.test(key) ||
      typeof value !== "string" ||
      !TAG.test(value) ||
      value.length > 256,
  );
  if (!wrong && entries.length <= 50) return undefined;
  return {
    given: wrong ? `${shown(wrong[0])}: ${shown(wrong[1])}` : `${entries.length} tags`,
    allowed:
      "at most 50 tags: keys of 1 to 128 and values of 1 to 256 letters, digits, blanks or _.:/=+-@, no key beginning with aws:",
    fix: "rename or shorten it",
  };
}

/** AWS takes it. But when a tag loses its value, the AWS provider plans that at every deploy anew. */
function emptyValue(key: string): Problem {
  return {
    given: `${shown(key)}: ""`,
    allowed:
      "values of 1 to 256 characters: one that is emptied later is planned again at every deploy",
    fix: 'write a value, such as "true", or leave the tag out',
  };
}

/** IAM does not tell capitals from small letters in keys, and refuses the second one. */
function findTwin(keys: readonly string[]): Problem | undefined {
  const lower = keys.map((key) => key.toLowerCase());
  const twin = keys.find((_, index) => lower.indexOf(lower[index] ?? "") < index);
  if (twin === undefined) return undefined;
  return {
    given: shown(twin),
    allowed: "keys that differ in more than capitals: for roles in IAM they are one",
    fix: "leave one of the two out",
  };
}
