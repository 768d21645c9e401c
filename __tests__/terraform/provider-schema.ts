/*
 * The AWS provider describes 1,500 types of resources, and Terraform decodes all of that in each run:
 * two seconds, for the fifteen types that the stacks have. This takes the others out of the answer. It
 * is Protocol Buffers: fields one after another, of which the answer's maps have one for each type.
 *
 * https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/tfplugin5.proto
 */

/** The maps from a type to its schema: resources, data sources, functions, ephemeral resources. */
const MAPS = [2, 3, 7, 8];

const USED = /^aws_(caller_identity|cloudwatch_event_|ecr_|iam_|secretsmanager_|sns_)/;

/** The same answer with only those types that the stacks have. */
export function withUsedTypes(answer: Buffer): Buffer {
  const kept = [...fields(answer)].filter(
    ({ number, content }) => !MAPS.includes(number) || USED.test(keyOf(content)),
  );
  return Buffer.concat(kept.map(({ whole }) => whole));
}

interface Field {
  readonly number: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/** The fields of a message whose fields all have a length, as those of this answer do. */
function* fields(message: Buffer): Generator<Field> {
  for (let start = 0; start < message.length; ) {
    const [tag, afterTag] = varint(message, start);
    if ((tag & 7) !== 2) throw new Error(`a field of wire type ${tag & 7} in a provider's schema`);
    const [length, begin] = varint(message, afterTag);
    const end = begin + length;
    const content = message.subarray(begin, end);
    yield { number: tag >> 3, content, whole: message.subarray(start, end) };
    start = end;
  }
}

/** The key of an entry of a map is its first field. */
function keyOf(entry: Buffer): string {
  const [key] = fields(entry);
  return key?.number === 1 ? key.content.toString("utf8") : "";
}

function varint(buffer: Buffer, start: number): [value: number, next: number] {
  let value = 0;
  for (let index = start, shift = 1; ; index += 1, shift *= 128) {
    const byte = buffer[index];
    if (byte === undefined) throw new Error("a provider's schema ends in the middle");
    value += (byte & 127) * shift;
    if (byte < 128) return [value, index + 1];
  }
}
