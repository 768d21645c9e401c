import { checkFunction, checkText, checkTexts } from "../../problems/value-type";

/** The form of `state`, which all kinds of stacks have. */
export const STATE = {
  shape: {
    s3: {
      bucket: checkText,
      key: checkText,
      region: checkText,
      kmsKeyArn: checkText,
      roleArn: checkText,
    },
    hcpTerraform: {
      organization: checkText,
      workspace: checkText,
      tags: checkTexts,
      project: checkText,
      hostname: checkText,
    },
    backend: checkFunction,
  },
  required: ["state.s3.bucket", "state.hcpTerraform.organization"],
  oneOf: {
    state: ["s3", "hcpTerraform", "backend"],
    "state.hcpTerraform": ["workspace", "tags"],
  },
};
