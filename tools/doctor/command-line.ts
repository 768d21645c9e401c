import { checkRegion } from "../../ecr/region";
import { type ImageReference, parseImageReference } from "../../references/image-reference";
import { parseOptions, UsageError } from "../cli/command-line";

/** What the command was asked to do. */
export interface CommandLine {
  readonly help: boolean;
  /** The entry of the app that says what should be there; nothing: what AWS has is looked at. */
  readonly app: string | undefined;
  /** Of the app; none means all. */
  readonly stacks: readonly string[];
  readonly region: string | undefined;
  /** The caches to look at; nothing means all. */
  readonly prefixes: readonly string[] | undefined;
  readonly principals: readonly string[];
  readonly images: readonly NamedImage[];
  readonly fix: boolean;
  readonly json: boolean;
}

export type NamedImage = ImageReference & {
  /** As it was given. */
  readonly text: string;
};

export const usage = `Usage: npm run --silent doctor -- [options]

Looks at a live cache, and says what would break a pull and what to do about it. AWS is only read,
unless you say --fix. docs/doctor.md explains each finding.

  --app FILE       the app that says what should be there, such as main.ts
                   (default: look at what AWS has)
  --stack NAME     one of its stacks (default: all; repeatable)
  --region R       the Region (default: the stack's, else AWS_REGION)
  --prefix P       look at this cache (default: all; repeatable)
  --principal ARN  whether this role or user may pull (repeatable)
  --image REF      whether this reference leads into a cache (repeatable)
  --fix            put the template's lifecycle policy on older repositories that have none
  --json           print the findings as JSON
  --help           print this

Exit codes: 0 healthy, 1 findings, 2 something could not be looked at, 64 wrong command line.
`;

/** @throws UsageError */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parse(args);
  const { stack: stacks = [], region, prefix, principal: principals = [], image = [] } = values;
  if (region !== undefined) checkGivenRegion(region);
  for (const arn of principals) checkPrincipal(arn);
  return {
    help: values.help ?? false,
    app: values.app ?? (stacks.length > 0 ? "main.ts" : undefined),
    stacks,
    region,
    prefixes: prefix?.map((one) => one.replace(/\/$/, "")),
    principals,
    images: image.map(readImage),
    fix: values.fix ?? false,
    json: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  return parseOptions({
    args: [...args],
    options: {
      app: { type: "string" },
      stack: { type: "string", multiple: true },
      region: { type: "string" },
      prefix: { type: "string", multiple: true },
      principal: { type: "string", multiple: true },
      image: { type: "string", multiple: true },
      fix: { type: "boolean" },
      json: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
}

function checkGivenRegion(region: string): void {
  const problem = checkRegion(region);
  if (!problem) return;
  throw new UsageError(
    `--region ${problem.given}\nallowed: ${problem.allowed}\nfix: ${problem.fix}`,
  );
}

function checkPrincipal(arn: string): void {
  if (/^arn:aws[\w-]*:iam::\d{12}:(role|user|group)\/\S+$/.test(arn)) return;
  const [, account, name] = /^arn:aws[\w-]*:sts::(\d{12}):assumed-role\/([^/]+)/.exec(arn) ?? [];
  const fix = name
    ? `give the role behind this session: arn:aws:iam::${account}:role/${name}, with its path if it has one`
    : "copy it: aws iam get-role --role-name <name> --query Role.Arn";
  throw new UsageError(
    `--principal ${arn}\nallowed: the ARN of a role, a user or a group of IAM\nfix: ${fix}`,
  );
}

function readImage(text: string): NamedImage {
  const reference = parseImageReference(text);
  if (reference) return { ...reference, text };
  throw new UsageError(
    `--image ${text}\nallowed: a reference, such as 111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/library/nginx:1.29\nfix: copy it from the manifest, with variables filled in`,
  );
}
