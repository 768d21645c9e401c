import { checkFunction, checkString, checkStrings } from "../../problems/value-type";

/** The form of `state`, which all kinds of stacks have. */
export const STATE = {
  shape: {
    s3: {
      bucket: checkString,
      key: checkString,
      region: checkString,
      kmsKeyArn: checkString,
      roleArn: checkString,
    },
    hcpTerraform: {
      organization: checkString,
      workspace: checkString,
      tags: checkStrings,
      project: checkString,
      hostname: checkString,
    },
    backend: checkFunction,
  },
  required: ["state.s3.bucket", "state.hcpTerraform.organization"],
  oneOf: {
    state: ["s3", "hcpTerraform", "backend"],
    "state.hcpTerraform": ["workspace", "tags"],
  },
};
