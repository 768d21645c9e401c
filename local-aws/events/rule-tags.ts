import { AwsError } from "../aws-error";
import { type CallContext, changes, reads } from "../operation";
import { list, string, structure } from "../shape";
import { duplicateKey, type Tag, withoutTags, withTags } from "../tags";
import { invalid, notFound } from "./errors";
import { type EventRule, ruleArn, ruleNamed } from "./rule-store";

const MAX_TAGS = 50;

const arn = string({ min: 1, max: 1600 });
const tagKey = string({ min: 1, max: 128 });

export const tagList = list(
  structure({ Key: tagKey, Value: string({ max: 256 }) }, ["Key", "Value"]),
);

export const ruleTagOperations = {
  ListTagsForResource: reads(structure({ ResourceARN: arn }, ["ResourceARN"]), (input, call) => ({
    Tags: ruleAt(input.ResourceARN, call).tags,
  })),

  TagResource: changes(
    structure({ ResourceARN: arn, Tags: tagList }, ["ResourceARN", "Tags"]),
    (input, call) => {
      const rule = ruleAt(input.ResourceARN, call);
      checkTags(input.Tags);
      const tags = withTags(rule.tags, input.Tags);
      checkTags(tags);
      rule.tags = tags;
      return {};
    },
  ),

  UntagResource: changes(
    structure({ ResourceARN: arn, TagKeys: list(tagKey) }, ["ResourceARN", "TagKeys"]),
    (input, call) => {
      const rule = ruleAt(input.ResourceARN, call);
      rule.tags = withoutTags(rule.tags, input.TagKeys);
      return {};
    },
  ),
};

export function checkTags(tags: readonly Tag[]): void {
  const duplicate = duplicateKey(tags);
  if (duplicate !== undefined) throw invalid(`The tag key ${duplicate} occurs more than once.`);
  if (tags.some(({ Key }) => Key.toLowerCase().startsWith("aws:"))) {
    throw invalid("Tag keys must not begin with aws:, which is reserved.");
  }
  if (tags.length <= MAX_TAGS) return;
  throw new AwsError("LimitExceededException", `A rule can have at most ${MAX_TAGS} tags.`);
}

function ruleAt(resource: string, call: CallContext): EventRule {
  const own = ruleArn("", call);
  if (!resource.startsWith(own)) throw notFound(`Resource ${resource} does not exist.`);
  return ruleNamed(resource.slice(own.length), call);
}
