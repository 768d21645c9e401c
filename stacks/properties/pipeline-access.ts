import type { Construct } from "constructs";
import { checkObject, checkText, checkTexts } from "../../problems/value-type";
import type { PipelineAccessStackProps } from "../pipeline-access-stack";
import { checkForm, Each, type Form } from "./form";
import { STATE } from "./state";

/** The compiler checks that no property is forgotten here. */
const FORM: Form<PipelineAccessStackProps> = {
  shape: {
    region: checkText,
    account: { id: checkText, roleArn: checkText },
    state: STATE.shape,
    pipeline: {
      gitHub: {
        repository: checkText,
        environment: checkText,
        branch: checkText,
        ids: { owner: checkText, repository: checkText },
      },
      gitLab: { project: checkText, branch: checkText, host: checkText },
    },
    existingProvider: checkText,
    stacks: new Each({
      region: checkText,
      attachToRoles: checkTexts,
      scanning: ["BASIC", "ENHANCED"],
    }),
    planSecretValues: ["hidden", "readable"],
    stateAccess: { bucket: checkText, prefix: checkText, kmsKeyArn: checkText },
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
