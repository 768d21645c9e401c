import { AwsError } from "../aws-error";
import type { CallContext, Operation } from "../operation";
import { type Input, stringMember } from "../permission";
import { list, type Members, type StringShape, string, structure } from "../shape";
import { tagOperations } from "../tag-operations";
import { MAX_TAGS, type Tag, type TagErrors } from "../tags";
import { conflict } from "./identity-store";
import { listed, type Page, paging } from "./members";

const tagKey = string({ min: 1, max: 128, pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]+/u });
const tagValue = string({ max: 256, pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]*/u });

export const tagList = list(structure({ Key: tagKey, Value: tagValue }, ["Key", "Value"]), {
  max: MAX_TAGS,
});

export const tagErrors: TagErrors = {
  keys: "case-insensitive",
  duplicate: () =>
    new AwsError(
      "InvalidInput",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ),
  reserved: () =>
    new AwsError(
      "InvalidInput",
      "System tags cannot be added/updated/deleted. Tag keys must not begin with aws:.",
    ),
  tooMany: () =>
    conflict("LimitExceeded", `The number of tags has reached the maximum limit of ${MAX_TAGS}.`),
};

/** The tag operations of one kind of resource. Unlike other services, IAM lists tags in pages. */
export function identityTagOperations(
  resource: string,
  resourceShape: StringShape,
  find: (id: string, call: CallContext) => { tags: readonly Tag[] },
): Record<"add" | "remove" | "list", Operation> {
  const { add, remove } = tagOperations({
    resource,
    resourceShape,
    spelling: "Tag",
    tags: tagList,
    tagKeys: list(tagKey, { max: MAX_TAGS }),
    find,
    errors: tagErrors,
    output: "none",
  });
  const paged: Members = { [resource]: resourceShape, ...paging };
  return {
    add,
    remove,
    list: {
      input: structure(paged, [resource]),
      mutating: false,
      handle: (input: Input & Page, call) =>
        listed("Tags", find(stringMember(input, resource), call).tags, input),
    },
  };
}
