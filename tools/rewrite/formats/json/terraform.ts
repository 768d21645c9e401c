import type { ImageSite } from "../../image-site";
import { imageString, imagesOfContainers } from "./image-strings";
import type { JsonValue } from "./json-value";
import { LAMBDA } from "./lambda";

const EXPRESSION =
  "it is an expression of Terraform: change the images where the expression takes them from";

const LONGEST = 60;

/**
 * Resources in Terraform's JSON syntax: containers of ECS task definitions, as a list or as a
 * string of JSON, and images of functions.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function imagesOfTerraform(root: JsonValue): ImageSite[] {
  return oneOrMany(root.get("resource")).flatMap((resources) => [
    ...bodies(resources.get("aws_ecs_task_definition")).flatMap((body) =>
      containerDefinitions(body.get("container_definitions")),
    ),
    ...bodies(resources.get("aws_lambda_function")).flatMap((body) =>
      imageString(body.get("image_uri"), LAMBDA),
    ),
  ]);
}

function containerDefinitions(value: JsonValue | undefined): readonly ImageSite[] {
  if (value?.string === undefined) return imagesOfContainers(value, "image");
  const containers = value.nested;
  if (containers) return imagesOfContainers(containers, "image");
  const site = { reference: shortened(value.string), replace: () => undefined, isHidden: true };
  return imageString(value, EXPRESSION).map((whole) => ({ ...whole, ...site }));
}

/** An expression may go on for many lines. */
function shortened(expression: string): string {
  const [line = ""] = expression.split("\n", 1);
  const isWhole = line === expression && line.length <= LONGEST;
  return isWhole ? line : `${line.slice(0, LONGEST).trimEnd()}…`;
}

/** The bodies of all resources of a type. */
function bodies(ofType: JsonValue | undefined): JsonValue[] {
  return oneOrMany(ofType).flatMap((named) => named.entries.flatMap(([, body]) => oneOrMany(body)));
}

/** Where HCL may repeat a block, its JSON may have a list. */
function oneOrMany(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return [];
  return value.items.length > 0 ? value.items : [value];
}
