import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { string } from "../shape";
import { tagOperations } from "../tag-operations";
import { type TagErrors, tagKeyList, tagList } from "../tags";
import { checkArn, invalid, storeOf, type Topic } from "./topic-store";

export const topicTagErrors: TagErrors = {
  duplicate: () => invalid("Duplicated keys are not allowed."),
  reserved: () => invalid("Tag keys must not begin with aws:, which is reserved."),
  tooMany: () =>
    new AwsError(
      "TagLimitExceeded",
      "Could not complete request: tag quota of per resource exceeded",
    ),
};

const { add, remove, list } = tagOperations({
  resource: "ResourceArn",
  resourceShape: string({ min: 1, max: 1011 }),
  spelling: "Tag",
  tags: tagList,
  tagKeys: tagKeyList,
  find: topicWithTags,
  errors: topicTagErrors,
  output: "empty",
});

export const topicTagOperations = {
  ListTagsForResource: list,
  TagResource: add,
  UntagResource: remove,
};

/** The tag operations have an error of their own for a topic that does not exist. */
function topicWithTags(arn: string, call: CallContext): Topic {
  checkArn("ResourceArn", arn, call);
  const topic = storeOf(call).topics.get(arn);
  if (topic) return topic;
  throw new AwsError("ResourceNotFound", "Resource does not exist", { status: 404 });
}
