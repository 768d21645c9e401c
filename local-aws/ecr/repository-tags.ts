import { parseArn } from "../arn";
import { AwsError } from "../aws-error";
import { invalidParameter } from "../error-format";
import type { CallContext } from "../operation";
import { list, string } from "../shape";
import { tagOperations } from "../tag-operations";
import { MAX_TAGS, type TagErrors, tagKey, tagList } from "../tags";
import type { Repository } from "./repository";
import { repositoryNamed } from "./repository-reference";

export const repositoryTagErrors: TagErrors = {
  duplicate: (key) => invalidParameter("tags", `the tag key ${key} occurs more than once`),
  reserved: () => new AwsError("InvalidTagParameterException", "Tag keys must not begin with aws:"),
  tooMany: () =>
    new AwsError(
      "TooManyTagsException",
      `The list of tags on the repository is over the limit of ${MAX_TAGS}`,
    ),
};

const {
  add,
  remove,
  list: listTags,
} = tagOperations({
  resource: "resourceArn",
  resourceShape: string(),
  spelling: "tag",
  tags: tagList,
  tagKeys: list(tagKey, { max: 200 }),
  find: repositoryAt,
  errors: repositoryTagErrors,
  output: "empty",
});

export const repositoryTagOperations = {
  ListTagsForResource: listTags,
  TagResource: add,
  UntagResource: remove,
};

function repositoryAt(arn: string, call: CallContext): Repository {
  const { service, region, accountId, resource = "" } = parseArn(arn) ?? {};
  const [, name] = /^repository\/(.+)$/.exec(resource) ?? [];
  const own = service === "ecr" && region === call.region && accountId === call.accountId;
  if (!own || name === undefined) {
    throw invalidParameter("resourceArn", "must be the ARN of a repository of this registry");
  }
  return repositoryNamed(name, undefined, call);
}
