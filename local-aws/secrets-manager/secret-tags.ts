import { AwsError } from "../aws-error";
import { changes } from "../operation";
import { list, string, structure } from "../shape";
import { duplicateKey, type Tag, withoutTags, withTags } from "../tags";
import { secretId, storeOf } from "./secret-reference";

const MAX_TAGS = 50;

const tagKey = string({ min: 1, max: 128 });

export const tagList = list(
  structure({ Key: tagKey, Value: string({ max: 256 }) }, ["Key", "Value"]),
);

export const secretTagOperations = {
  TagResource: changes(
    structure({ SecretId: secretId, Tags: tagList }, ["SecretId", "Tags"]),
    (input, call) => {
      const secret = storeOf(call).getLive(input.SecretId);
      checkTags(input.Tags);
      const tags = withTags(secret.tags, input.Tags);
      checkTags(tags);
      secret.tags = tags;
      return {};
    },
  ),

  UntagResource: changes(
    structure({ SecretId: secretId, TagKeys: list(tagKey) }, ["SecretId", "TagKeys"]),
    (input, call) => {
      const secret = storeOf(call).getLive(input.SecretId);
      secret.tags = withoutTags(secret.tags, input.TagKeys);
      return {};
    },
  ),
};

export function checkTags(tags: readonly Tag[]): void {
  const refuse = (message: string) => new AwsError("InvalidParameterException", message);
  const duplicate = duplicateKey(tags);
  if (duplicate !== undefined) throw refuse(`The tag key ${duplicate} occurs more than once.`);
  if (tags.length > MAX_TAGS) throw refuse(`A secret can have at most ${MAX_TAGS} tags.`);
  if (tags.some(({ Key }) => Key.toLowerCase().startsWith("aws:"))) {
    throw refuse("Tag keys must not begin with aws:, which is reserved.");
  }
}
