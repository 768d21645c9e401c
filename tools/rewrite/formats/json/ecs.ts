import type { ImageSite } from "../../image-site";
import { imagesOfContainers } from "./image-strings";
import type { JsonValue } from "./json-value";

/** What only a container of ECS has, to tell a list of them from another list with images. */
const OF_ECS = ["essential", "portMappings", "logConfiguration", "taskRoleArn"];

/**
 * A task definition as `aws ecs register-task-definition` reads and `describe-task-definition`
 * writes it, or the list of containers alone, which Terraform reads with `file()`.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export function imagesOfEcs(root: JsonValue): ImageSite[] {
  return [
    ...imagesOfContainers(root.get("containerDefinitions"), "image"),
    ...imagesOfContainers(root.get("taskDefinition")?.get("containerDefinitions"), "image"),
    ...(isListOfContainers(root) ? imagesOfContainers(root, "image") : []),
  ];
}

function isListOfContainers({ items }: JsonValue): boolean {
  const named = items.every((item) => item.get("name")?.string && item.get("image")?.string);
  return named && items.some((item) => item.entries.some(([key]) => OF_ECS.includes(key)));
}
