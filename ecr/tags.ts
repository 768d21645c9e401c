import { type Problem, shown } from "../problems/problem";

const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Whether ECR can give repositories these tags. */
export function checkTags(tags: Readonly<Record<string, string>>): Problem | undefined {
  const wrong = Object.entries(tags).find(
    ([key, value]) =>
      !TAG.test(key) ||
      key === "" ||
      key.length > 128 ||
      /^aws:/i.test(key) ||
      typeof value !== "string" ||
      !TAG.test(value) ||
      value.length > 256,
  );
  const count = Object.keys(tags).length;
  if (!wrong && count <= 50) return undefined;
  return {
    given: wrong ? `${shown(wrong[0])}: ${shown(wrong[1])}` : `${count} tags`,
    allowed:
      "at most 50 tags: keys of 1 to 128 and values of up to 256 letters, digits, blanks or _.:/=+-@, no key beginning with aws:",
    fix: "rename or shorten it",
  };
}
