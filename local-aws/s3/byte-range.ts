import { AwsError } from "../aws-error";

/**
 * The part of an object that a `Range` header requests: `[first, end)`. An invalid header is
 * ignored, as HTTP requires.
 */
export function byteRange(text: string | undefined, size: number): [number, number] | undefined {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(text ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size : Math.min(size, Number(to) + 1);
  if (from !== "" && to !== "" && Number(to) < first) return undefined;
  if (first < end) return [first, end];
  throw new AwsError("InvalidRange", "The requested range is not satisfiable", {
    status: 416,
    headers: { "content-range": `bytes */${size}` },
  });
}
