import { type Problem, type Rule, shown } from "../problems/problem";

/*
 * The location of Terraform's state. The state may contain secrets, and a stack with a wrong location
 * would be deployed a second time, so names are checked before anything is read.
 */

const BUCKET_NAME = /^(?!xn--)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * Whether `name` is the name of an S3 bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function checkBucketName(name: string): Problem | undefined {
  if (BUCKET_NAME.test(name)) return undefined;
  const inUrl = /^(?:s3:\/\/|arn:aws:s3:::)([a-z0-9.-]+)/.exec(name)?.[1];
  return {
    given: shown(name),
    allowed: "the name of an S3 bucket: 3 to 63 lower-case letters, digits, '.' or '-'",
    fix: inUrl ? `did you mean "${inUrl}"?` : "copy it from `aws s3 ls`",
  };
}

/**
 * Whether `key` names an object, as Terraform's S3 backend wants it.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export function checkStateKey(key: string): Problem | undefined {
  if (/[$%]\{/.test(key)) {
    return {
      given: shown(key),
      allowed: "text: Terraform reads no expression in the configuration of a backend",
      fix: "write the key out, or put it together in the app",
    };
  }
  if (key !== "" && !key.startsWith("/") && !key.endsWith("/") && key.length <= 1000) {
    return undefined;
  }
  return {
    given: shown(key),
    allowed: "1 to 1000 characters, without a slash at either end",
    fix: 'write a path such as "ecr/cache.tfstate", or leave it out: it is named after the stack',
  };
}

/** Whether `name` is the name of an organization of HCP Terraform. */
export const checkOrganizationName = named("an organization", /^[A-Za-z0-9_-]{3,40}$/, "3 to 40");

/** Whether `name` is the name of a workspace of HCP Terraform. */
export const checkWorkspaceName = named("a workspace", /^[A-Za-z0-9_-]{1,90}$/, "1 to 90");

function named(what: string, grammar: RegExp, length: string): Rule<string> {
  return (name) => {
    if (grammar.test(name)) return undefined;
    return {
      given: shown(name),
      allowed: `the name of ${what}: ${length} letters, digits, '-' or '_'`,
      fix: "copy it from the address of its page in HCP Terraform",
    };
  };
}

/** Whether `name` is the name of a project of HCP Terraform. */
export function checkProjectName(name: string): Problem | undefined {
  if (/^[A-Za-z0-9_-][A-Za-z0-9 _-]{1,38}[A-Za-z0-9_-]$/.test(name)) return undefined;
  return {
    given: shown(name),
    allowed: "the name of a project: 3 to 40 letters, digits, '-', '_' or inner blanks",
    fix: "copy it from the list of projects in HCP Terraform",
  };
}

/** Whether `tags` choose workspaces of HCP Terraform. */
export function checkWorkspaceTags(tags: readonly string[]): Problem | undefined {
  const wrong = tags.find((tag) => !/^[A-Za-z0-9][A-Za-z0-9:_-]*$/.test(tag));
  if (tags.length > 0 && wrong === undefined) return undefined;
  return {
    given: wrong === undefined ? "no tag" : shown(wrong),
    allowed: "one tag or more of letters, digits, ':', '_' or '-', with a letter or digit first",
    fix: "copy them from the workspace's page in HCP Terraform",
  };
}

/** Whether `hostname` is that of a Terraform Enterprise: without a scheme, and without a path. */
export function checkHostname(hostname: string): Problem | undefined {
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/i.test(hostname)) return undefined;
  const inUrl = /^https:\/\/([^/]+)/.exec(hostname)?.[1];
  return {
    given: shown(hostname),
    allowed: "a host, with a port where it is not 443: tfe.example.com",
    fix: inUrl ? `did you mean "${inUrl}"?` : "write the host alone",
  };
}
