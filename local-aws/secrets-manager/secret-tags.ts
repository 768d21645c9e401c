import { AwsError } from "../aws-error";
import { list, structure } from "../shape";
import { tagOperations } from "../tag-operations";
import { MAX_TAGS, type TagErrors, tag, tagKeyList } from "../tags";
import { secretId, storeOf } from "./secret-reference";

const refuse = (message: string) => new AwsError("InvalidParameterException", message);

export const secretTagList = list(structure(tag.members));

export const secretTagErrors: TagErrors = {
  duplicate: (key) => refuse(`The tag key ${key} occurs more than once.`),
  reserved: () => refuse("Tag keys must not begin with aws:, which is reserved."),
  tooMany: () => refuse(`A secret can have at most ${MAX_TAGS} tags.`),
};

const { add, remove } = tagOperations({
  resource: "SecretId",
  resourceShape: secretId,
  spelling: "Tag",
  tags: secretTagList,
  tagKeys: tagKeyList,
  find: (id, call) => storeOf(call).getLive(id),
  errors: secretTagErrors,
  output: "empty",
});

export const secretTagOperations = { TagResource: add, UntagResource: remove };
