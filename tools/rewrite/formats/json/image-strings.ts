import type { ImageSite } from "../../image-site";
import type { JsonValue } from "./json-value";

/** The place of a string that is an image; none of what is no string, as a function of CloudFormation. */
export function imageString(value: JsonValue | undefined, refusal?: string): readonly ImageSite[] {
  const reference = value?.string;
  if (value === undefined || reference === undefined) return [];
  const { start, end } = value.range;
  return [
    {
      offset: start,
      reference,
      replace: (text) => (needsEscape(text) ? undefined : [{ start, end, text }]),
      ...(refusal !== undefined && { refusal }),
    },
  ];
}

/** No reference does; in JSON inside JSON it would have to be escaped twice. */
function needsEscape(text: string): boolean {
  return JSON.stringify(text) !== `"${text}"`;
}

/** The images of a list of containers, each an object with the image under the given key. */
export function imagesOfContainers(list: JsonValue | undefined, key: string): ImageSite[] {
  return (list?.items ?? []).flatMap((container) => imageString(container.get(key)));
}
