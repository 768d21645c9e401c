import * as z from "zod";

/** What the JSON schema of the settings is called in the package. */
export const SCHEMA_FILE = "ecr-cache.schema.json";

const strings = z.array(z.string().min(1));

/** What `.ecr-cache.yaml` may say. */
export const settingsSchema = z
  .strictObject({
    registries: z
      .record(z.string(), z.string())
      .describe(
        "What is cached where, as the output ecr_cache_registries has it: from what references begin with (docker.io) to the address to pull from instead (111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub).",
      ),
    rewrite: z
      .strictObject({
        ignore: z
          .strictObject({
            paths: strings
              .describe(
                "Files that are left as they are, in the syntax of .gitignore, from the folder of this file on.",
              )
              .optional(),
            images: strings
              .describe(
                "Images that are left as they are, in full and in the syntax of .gitignore: docker.io/library/postgres, quay.io/my-team/*.",
              )
              .optional(),
          })
          .describe("What is left as it is, and not listed.")
          .optional(),
      })
      .describe("Settings of `ecr-cache rewrite`.")
      .optional(),
  })
  .describe("Which images of a repository are pulled through an Amazon ECR pull-through cache.");

/** The same as JSON schema, for editors. */
export function settingsJsonSchema(): string {
  const schema = z.toJSONSchema(settingsSchema, { target: "draft-7" });
  return `${JSON.stringify({ title: ".ecr-cache.yaml", ...schema }, null, 2)}\n`;
}
