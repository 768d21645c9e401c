import { parseArn } from "../arn";
import { AwsError } from "../aws-error";
import { invalidParameter } from "../error-format";
import { type CallContext, changes, reads } from "../operation";
import { list, string, structure } from "../shape";
import { duplicateKey, type Tag, withoutTags, withTags } from "../tags";
import type { Repository } from "./repository";
import { repositoryNamed } from "./repository-reference";
import { tag } from "./template-settings";

const MAX_TAGS = 50;

/** How many tags a request may bring is not in the API's model: it is a refusal of its own. */
export const tagList = list(tag);

const resourceArn = string();

export const repositoryTagOperations = {
  ListTagsForResource: reads(structure({ resourceArn }, ["resourceArn"]), (input, call) => ({
    tags: repositoryAt(input.resourceArn, call).tags,
  })),

  TagResource: changes(
    structure({ resourceArn, tags: tagList }, ["resourceArn", "tags"]),
    (input, call) => {
      const repository = repositoryAt(input.resourceArn, call);
      checkRepositoryTags(input.tags);
      const tags = withTags(repository.tags, input.tags);
      checkRepositoryTags(tags);
      repository.tags = tags;
      return {};
    },
  ),

  UntagResource: changes(
    structure({ resourceArn, tagKeys: list(string({ min: 1, max: 128 }), { max: 200 }) }, [
      "resourceArn",
      "tagKeys",
    ]),
    (input, call) => {
      const repository = repositoryAt(input.resourceArn, call);
      repository.tags = withoutTags(repository.tags, input.tagKeys);
      return {};
    },
  ),
};

/** Refuses tags that no repository can have. */
export function checkRepositoryTags(tags: readonly Tag[]): void {
  if (tags.length > MAX_TAGS) {
    throw new AwsError(
      "TooManyTagsException",
      `The list of tags on the repository is over the limit of ${MAX_TAGS}`,
    );
  }
  const duplicate = duplicateKey(tags);
  if (duplicate !== undefined) {
    throw invalidParameter("tags", `the tag key ${duplicate} occurs more than once`);
  }
  if (tags.some(({ Key }) => Key.toLowerCase().startsWith("aws:"))) {
    throw new AwsError("InvalidTagParameterException", "Tag keys must not begin with aws:");
  }
}

function repositoryAt(arn: string, call: CallContext): Repository {
  const { service, region, accountId, resource = "" } = parseArn(arn) ?? {};
  const [, name] = /^repository\/(.+)$/.exec(resource) ?? [];
  const own = service === "ecr" && region === call.region && accountId === call.accountId;
  if (!own || name === undefined) {
    throw invalidParameter("resourceArn", "must be the ARN of a repository of this registry");
  }
  return repositoryNamed(name, undefined, call);
}
