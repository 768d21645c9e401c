import * as z from "zod";

/** The name of the JSON schema of the settings, in the package. */
export const SCHEMA_FILE = "ecr-cache.schema.json";

const strings = z.array(z.string().min(1));

/** The schema of `.ecr-cache.yaml`. */
export const settingsSchema = z
  .strictObject({
    registries: z
      .record(z.string(), z.string())
      .describe(
        "What is cached where, like the output ecr_cache_registries: the beginning of references (docker.io), and the address to pull from instead (111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub).",
      ),
    rewrite: z
      .strictObject({
        ignore: z
          .strictObject({
            paths: strings
              .describe(
                "Files to leave as they are, in the syntax of .gitignore, relative to the folder of this file.",
              )
              .optional(),
            images: strings
              .describe(
                "Images to leave as they are: their full names, in the syntax of .gitignore, such as docker.io/library/postgres or quay.io/my-team/*.",
              )
              .optional(),
          })
          .describe("What to leave as it is, without listing it.")
          .optional(),
      })
      .describe("Settings of `ecr-cache rewrite`.")
      .optional(),
  })
  .describe("Which images of a repository are pulled through an Amazon ECR pull-through cache.");

/** The same schema as JSON Schema, for editors. */
export function settingsJsonSchema(): string {
  const schema = z.toJSONSchema(settingsSchema, { target: "draft-7" });
  return `${JSON.stringify({ title: ".ecr-cache.yaml", ...schema }, null, 2)}\n`;
}
