import { AwsError } from "../aws-error";

export interface ChunkedBody {
  readonly bytes: Buffer;
  /** Headers sent after the body, by their names in lower case. */
  readonly trailers: ReadonlyMap<string, string>;
}

const LINE_END = "\r\n";

/**
 * Reads a body in `aws-chunked` encoding: chunks preceded by their size, then trailing headers.
 * Signatures of chunks are not verified, like those of requests.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function readChunked(body: Buffer): ChunkedBody {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const [, hex] = /^([\da-f]+)(?:;chunk-signature=[\da-f]+)?$/i.exec(line()) ?? [];
    if (hex === undefined) throw incomplete();
    const size = Number.parseInt(hex, 16);
    if (size === 0) break;
    const chunk = body.subarray(at, at + size);
    at += size;
    if (chunk.length < size || line() !== "") throw incomplete();
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), trailers: trailers(body.toString("latin1", at)) };

  function line(): string {
    const end = body.indexOf(LINE_END, at);
    if (end < 0) throw incomplete();
    const text = body.toString("latin1", at, end);
    at = end + LINE_END.length;
    return text;
  }
}

function trailers(text: string): Map<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  return new Map(
    lines.map((line) => {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) {
        throw new AwsError(
          "MalformedTrailerError",
          "The request contained trailing data that was not well-formed or did not conform to our published schema.",
        );
      }
      return [name.toLowerCase(), value];
    }),
  );
}

function incomplete(): AwsError {
  return new AwsError("IncompleteBody", "The request body terminated unexpectedly");
}
