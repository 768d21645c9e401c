import type { Construct } from "constructs";
import { checkObject, checkString, checkStrings } from "../../problems/value-type";
import type { PipelineAccessStackProps } from "../pipeline-access-stack";
import { checkForm, Each, type Form } from "./form";
import { STATE } from "./state";

/** The compiler checks that no property is forgotten here. */
const FORM: Form<PipelineAccessStackProps> = {
  shape: {
    region: checkString,
    account: { id: checkString, roleArn: checkString },
    state: STATE.shape,
    pipeline: {
      gitHub: {
        repository: checkString,
        environment: checkString,
        branch: checkString,
        ids: { owner: checkString, repository: checkString },
      },
      gitLab: { project: checkString, branch: checkString, host: checkString },
    },
    existingProvider: checkString,
    stacks: new Each({
      region: checkString,
      attachToRoles: checkStrings,
      scanning: ["BASIC", "ENHANCED"],
    }),
    planSecretValues: ["hidden", "readable"],
    stateAccess: { bucket: checkString, prefix: checkString, kmsKeyArn: checkString },
    tags: checkObject,
  },
  required: [
    "region",
    "account.id",
    ...STATE.required,
    "pipeline",
    "pipeline.gitHub.repository",
    "pipeline.gitHub.environment",
    "pipeline.gitHub.ids.owner",
    "pipeline.gitHub.ids.repository",
    "pipeline.gitLab.project",
    "stacks",
    "stacks.*",
    "stacks.*.region",
    "planSecretValues",
    "stateAccess.bucket",
  ],
  oneOf: { pipeline: ["gitHub", "gitLab"], ...STATE.oneOf },
};

/** Reports what does not have the form of the stack's properties, and returns what has. */
export function checkPipelineAccessProperties(
  scope: Construct,
  props: PipelineAccessStackProps,
): Partial<PipelineAccessStackProps> {
  return checkForm(scope, props, FORM);
}
