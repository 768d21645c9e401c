import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { string } from "../shape";
import { tagOperations } from "../tag-operations";
import { MAX_TAGS, type TagErrors, tagKeyList, tagList } from "../tags";
import { invalid, notFound } from "./errors";
import { type EventRule, ruleArn, ruleNamed } from "./rule-store";

export const ruleTagErrors: TagErrors = {
  duplicate: (key) => invalid(`The tag key ${key} occurs more than once.`),
  reserved: () => invalid("Tag keys must not begin with aws:, which is reserved."),
  tooMany: () =>
    new AwsError("LimitExceededException", `A rule can have at most ${MAX_TAGS} tags.`),
};

const { add, remove, list } = tagOperations({
  resource: "ResourceARN",
  resourceShape: string({ min: 1, max: 1600 }),
  spelling: "Tag",
  tags: tagList,
  tagKeys: tagKeyList,
  find: ruleAt,
  errors: ruleTagErrors,
  output: "empty",
});

export const ruleTagOperations = {
  ListTagsForResource: list,
  TagResource: add,
  UntagResource: remove,
};

function ruleAt(resource: string, call: CallContext): EventRule {
  const own = ruleArn("", call);
  if (!resource.startsWith(own)) throw notFound(`Resource ${resource} does not exist.`);
  return ruleNamed(resource.slice(own.length), call);
}
