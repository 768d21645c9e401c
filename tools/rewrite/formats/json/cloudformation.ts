import type { ImageSite } from "../../image-site";
import { imageString, imagesOfContainers } from "./image-strings";
import type { JsonValue } from "./json-value";
import { LAMBDA } from "./lambda";

/**
 * A template of CloudFormation. An image that is an intrinsic function has no text of its own, and
 * is no place.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export function imagesOfCloudFormation(root: JsonValue): ImageSite[] {
  return (root.get("Resources")?.entries ?? []).flatMap(([, resource]) => {
    const properties = resource.get("Properties");
    switch (resource.get("Type")?.string) {
      case "AWS::ECS::TaskDefinition":
        return imagesOfContainers(properties?.get("ContainerDefinitions"), "Image");
      case "AWS::Lambda::Function":
        return imageString(properties?.get("Code")?.get("ImageUri"), LAMBDA);
      case "AWS::Serverless::Function":
        return imageString(properties?.get("ImageUri"), LAMBDA);
      default:
        return [];
    }
  });
}
