import { type Infer, integer, map, string, structure } from "../shape";
import { roleArn } from "./members";

const inputPath = string({ max: 256 });

/** The target of a rule, with the members that all kinds of targets share. */
export const target = structure(
  {
    Id: string({ min: 1, max: 64, pattern: /[.\-_A-Za-z0-9]+/ }),
    Arn: string({ min: 1, max: 1600 }),
    RoleArn: roleArn,
    Input: string({ max: 8192 }),
    InputPath: inputPath,
    InputTransformer: structure(
      {
        InputPathsMap: map(string({ min: 1, max: 256, pattern: /[A-Za-z0-9_-]+/ }), inputPath, {
          max: 100,
        }),
        InputTemplate: string({ min: 1, max: 8192 }),
      },
      ["InputTemplate"],
    ),
    DeadLetterConfig: structure({ Arn: string({ min: 1, max: 1600 }) }),
    RetryPolicy: structure({
      MaximumRetryAttempts: integer({ min: 0, max: 185 }),
      MaximumEventAgeInSeconds: integer({ min: 60, max: 86400 }),
    }),
  },
  ["Id", "Arn"],
);

export type Target = Infer<typeof target>;
