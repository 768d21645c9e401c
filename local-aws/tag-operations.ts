import type { CallContext, Operation } from "./operation";
import { type Input, stringMember } from "./permission";
import { type ListShape, type StringShape, structure } from "./shape";
import { checkTags, type Tag, type TagErrors, withoutTags, withTags } from "./tags";

/** How a service tags one kind of resource. */
export interface Tagging {
  /** The request member that identifies the resource. */
  readonly resource: string;
  readonly resourceShape: StringShape;
  /** Whether the members are called `Tags` and `TagKeys`, or `tags` and `tagKeys`. */
  readonly spelling: "Tag" | "tag";
  readonly tags: ListShape;
  readonly tagKeys: ListShape;
  /** @throws AwsError when there is no such resource. */
  readonly find: (id: string, call: CallContext) => { tags: readonly Tag[] };
  readonly errors: TagErrors;
  /** Whether adding and removing tags returns an empty structure or no output at all. */
  readonly output: "empty" | "none";
}

/** The operations that add, remove and list tags. Each service names them differently. */
export function tagOperations(tagging: Tagging): Record<"add" | "remove" | "list", Operation> {
  const { resource, resourceShape, spelling, errors } = tagging;
  const tags = `${spelling}s`;
  const tagKeys = `${spelling}Keys`;
  const output = tagging.output === "empty" ? {} : undefined;
  const find = (input: Input, call: CallContext) =>
    tagging.find(stringMember(input, resource), call);
  return {
    add: {
      input: structure({ [resource]: resourceShape, [tags]: tagging.tags }, [resource, tags]),
      mutating: true,
      handle: (input: Input, call) => {
        const found = find(input, call);
        const added = input[tags] as readonly Partial<Tag>[];
        checkTags(added, errors);
        const all = withTags(found.tags, added);
        checkTags(all, errors);
        found.tags = all;
        return output;
      },
    },
    remove: {
      input: structure({ [resource]: resourceShape, [tagKeys]: tagging.tagKeys }, [
        resource,
        tagKeys,
      ]),
      mutating: true,
      handle: (input: Input, call) => {
        const found = find(input, call);
        found.tags = withoutTags(found.tags, input[tagKeys] as readonly string[]);
        return output;
      },
    },
    list: {
      input: structure({ [resource]: resourceShape }, [resource]),
      mutating: false,
      handle: (input: Input, call) => ({ [tags]: find(input, call).tags }),
    },
  };
}
