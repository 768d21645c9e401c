/** The two parts of a lifecycle rule: the selection of images, and the action on them. */

export type Json = Readonly<Record<string, unknown>>;

const COUNT_TYPES = [
  "imageCountMoreThan",
  "sinceImagePushed",
  "sinceImagePulled",
  "sinceImageTransitioned",
];

const SELECTION_KEYS = [
  "tagStatus",
  "tagPrefixList",
  "tagPatternList",
  "storageClass",
  "countType",
  "countUnit",
  "countNumber",
];

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function checkKeys(value: Json, known: readonly string[], what: string): string | undefined {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  return unknown === undefined ? undefined : `${what} has an unknown property ${unknown}`;
}

export function selectionProblem(selection: Json): string | undefined {
  const { countType, countUnit, countNumber, storageClass = "standard" } = selection;
  const unknown = checkKeys(selection, SELECTION_KEYS, "selection");
  if (unknown) return unknown;
  if (!COUNT_TYPES.includes(countType as string)) {
    return `countType is none of ${COUNT_TYPES.join(", ")}`;
  }
  if (!Number.isInteger(countNumber) || (countNumber as number) < 1) {
    return "countNumber is not an integer of at least 1";
  }
  if (countType === "imageCountMoreThan") {
    if (countUnit !== undefined) return "countUnit is not allowed with imageCountMoreThan";
  } else if (countUnit !== "days") {
    return `countUnit must be days with ${countType}`;
  }
  if (storageClass !== "standard" && storageClass !== "archive") {
    return "storageClass is neither standard nor archive";
  }
  return tagsProblem(selection);
}

function tagsProblem({ tagStatus, tagPrefixList, tagPatternList }: Json): string | undefined {
  const given = [tagPrefixList, tagPatternList].filter((tags) => tags !== undefined);
  if (tagStatus !== "tagged") {
    if (tagStatus !== "untagged" && tagStatus !== "any") {
      return "tagStatus is none of tagged, untagged, any";
    }
    return given.length === 0
      ? undefined
      : `lists of tags are not allowed with tagStatus ${tagStatus}`;
  }
  if (given.length !== 1) return "tagStatus tagged needs one of tagPrefixList, tagPatternList";
  const [tags] = given;
  if (!Array.isArray(tags) || tags.length === 0) return "the list of tags is empty";
  if (!tags.every((tag) => typeof tag === "string" && tag !== "")) return "a tag is not a string";
  const crowded = (tags as string[]).some((tag) => tag.split("*").length > 5);
  return tagPatternList !== undefined && crowded
    ? "a tag pattern has more than 4 wildcards"
    : undefined;
}

export function actionProblem(action: Json, selection: Json): string | undefined {
  const { type, targetStorageClass } = action;
  const { countType, countNumber, storageClass } = selection;
  const unknown = checkKeys(action, ["type", "targetStorageClass"], "action");
  if (unknown) return unknown;
  if (type !== "expire" && type !== "transition") return "action is neither expire nor transition";
  if (type === "expire" && targetStorageClass !== undefined) {
    return "targetStorageClass is not allowed with expire";
  }
  if (type === "transition" && targetStorageClass !== "archive") {
    return "transition needs the targetStorageClass archive";
  }
  if (countType === "sinceImagePulled" && type !== "transition") {
    return "sinceImagePulled is allowed with transition only";
  }
  if (countType === "sinceImageTransitioned") {
    if (type !== "expire") return "sinceImageTransitioned is allowed with expire only";
    if (storageClass !== "archive") return "sinceImageTransitioned needs the storageClass archive";
    if ((countNumber as number) < 90) return "sinceImageTransitioned needs at least 90 days";
  }
  return undefined;
}
