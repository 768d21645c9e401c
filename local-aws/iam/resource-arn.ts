import { PolicyRefusal } from "../policy-document";

/** How the resources of IAM begin, as its message lists them. */
const IAM_RESOURCES = [
  ...["user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/"],
  ...["server-certificate/", "policy/", "sms-mfa/", "saml-provider/", "oidc-provider/"],
  ...["report/", "access-report/"],
];

/** Refuses a resource that no identity-based policy may name. The messages are those of IAM. */
export function checkResource(resource: string, partition: string): void {
  if (resource === "*") return;
  // A policy variable such as ${aws:PrincipalAccount} contains a colon that separates nothing.
  const [arn, given, service = "", region, , ...rest] = resource
    .replace(/\$\{[^}]*\}/g, "x")
    .split(":");
  if (arn !== "arn") throw new PolicyRefusal(`Resource ${resource} must be in ARN format or "*".`);
  if (given !== partition && given !== "*") {
    throw new PolicyRefusal(`Partition "${given}" is not valid for resource "${resource}".`);
  }
  if (!/^[a-z0-9-]+$/i.test(service)) {
    throw new PolicyRefusal("Resource vendor must be fully qualified and cannot contain regexes.");
  }
  const path = rest.join(":");
  if (path === "") throw new PolicyRefusal("The policy failed legacy parsing");
  if (service === "iam") checkIamResource(resource, region, path);
  if (service === "s3" && region !== "" && !path.startsWith("accesspoint/")) {
    throw new PolicyRefusal(`Resource ${resource} can not contain region information.`);
  }
}

function checkIamResource(resource: string, region: string | undefined, path: string): void {
  if (region !== "") {
    throw new PolicyRefusal(`IAM resource ${resource} cannot contain region information.`);
  }
  if (path === "*" || IAM_RESOURCES.some((one) => path.startsWith(one))) return;
  throw new PolicyRefusal(
    `IAM resource path must either be "*" or start with ${IAM_RESOURCES.join(", ")}.`,
  );
}
