import { AwsError } from "../aws-error";
import { type CallContext, changes, reads } from "../operation";
import { list, string, structure } from "../shape";
import { duplicateKey, type Tag, withoutTags, withTags } from "../tags";
import { checkArn, invalid, storeOf, type Topic } from "./topic-store";

const MAX_TAGS = 50;

const resourceArn = string({ min: 1, max: 1011 });
const tagKey = string({ min: 1, max: 128 });

export const tagList = list(
  structure({ Key: tagKey, Value: string({ max: 256 }) }, ["Key", "Value"]),
);

export const topicTagOperations = {
  ListTagsForResource: reads(
    structure({ ResourceArn: resourceArn }, ["ResourceArn"]),
    (input, call) => ({ Tags: tagged(input.ResourceArn, call).tags }),
  ),

  TagResource: changes(
    structure({ ResourceArn: resourceArn, Tags: tagList }, ["ResourceArn", "Tags"]),
    (input, call) => {
      const topic = tagged(input.ResourceArn, call);
      checkTags(input.Tags);
      const tags = withTags(topic.tags, input.Tags);
      checkTags(tags);
      topic.tags = tags;
      return {};
    },
  ),

  UntagResource: changes(
    structure({ ResourceArn: resourceArn, TagKeys: list(tagKey) }, ["ResourceArn", "TagKeys"]),
    (input, call) => {
      const topic = tagged(input.ResourceArn, call);
      topic.tags = withoutTags(topic.tags, input.TagKeys);
      return {};
    },
  ),
};

export function checkTags(tags: readonly Tag[]): void {
  if (duplicateKey(tags) !== undefined) throw invalid("Duplicated keys are not allowed.");
  if (tags.some(({ Key }) => Key.toLowerCase().startsWith("aws:"))) {
    throw invalid("Tag keys must not begin with aws:, which is reserved.");
  }
  if (tags.length <= MAX_TAGS) return;
  throw new AwsError(
    "TagLimitExceeded",
    "Could not complete request: tag quota of per resource exceeded",
  );
}

/** Where tags are concerned, SNS has another name for what is not there. */
function tagged(arn: string, call: CallContext): Topic {
  checkArn("ResourceArn", arn, call);
  const topic = storeOf(call).topics.get(arn);
  if (topic) return topic;
  throw new AwsError("ResourceNotFound", "Resource does not exist", { status: 404 });
}
