import { parseArgs } from "node:util";
import { UpstreamStore } from "./ecr/upstream-store";
import { callNames } from "./services";

/** What the command was asked to do. */
export interface CommandLine {
  readonly help: boolean;
  readonly port: number;
  readonly region: string;
  readonly accountId: string;
  readonly registryPolicyScope: "V1" | "V2";
  readonly requireSecretValue: boolean;
  readonly fail: readonly { readonly call: string; readonly times: number }[];
  /** Images that upstreams have: `registry-1.docker.io/library/nginx:1.29`. */
  readonly images: readonly string[];
  readonly throttle: readonly { readonly call: string; readonly times: number }[];
}

/** A command line that makes no sense; the message is one sentence for its author. */
export class UsageError extends Error {}

export const usage = `Usage: npm run local-aws -- [options]

AWS on loopback: ECR, Secrets Manager, IAM, STS, EventBridge, SNS and S3, in memory, until you
press Ctrl-C.

  --port N                     listen on this port (default: a free one)
  --region R                   the Region in the printed environment (default: eu-west-1)
  --account ID                 the account that the credentials lead to (default: 111111111111)
  --registry-policy-scope V    V1 or V2, of registries that nobody touched yet (default: V2)
  --require-secret-value       refuse a pull through cache rule while its secret has no value
  --fail CALL[:TIMES]          let a call fail, e.g. ecr:PutRegistryPolicy:2 (repeatable)
  --throttle CALL[:TIMES]      slow a call down; clients retry (repeatable)
  --image REFERENCE            an image that an upstream has, for pulls of its manifest, e.g.
                               registry-1.docker.io/library/nginx:1.29 (repeatable)
  --help                       print this
`;

/** @throws UsageError */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parse(args);
  const { region = "eu-west-1", account = "111111111111" } = values;
  const scope = values["registry-policy-scope"] ?? "V2";
  require(scope === "V1" || scope === "V2", `--registry-policy-scope is V1 or V2, not "${scope}".`);
  require(/^\d{12}$/.test(account), `--account takes twelve digits, not "${account}".`);
  require(/^[a-z]{2}(-[a-z]+)+-\d+$/.test(
    region,
  ), `--region takes a Region such as eu-west-1, not "${region}".`);
  return {
    help: values.help ?? false,
    port: readPort(values.port ?? "0"),
    region,
    accountId: account,
    registryPolicyScope: scope as "V1" | "V2",
    requireSecretValue: values["require-secret-value"] ?? false,
    fail: (values.fail ?? []).map((value) => readFault("--fail", value)),
    images: (values.image ?? []).map(readImage),
    throttle: (values.throttle ?? []).map((value) => readFault("--throttle", value)),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        region: { type: "string" },
        account: { type: "string" },
        "registry-policy-scope": { type: "string" },
        "require-secret-value": { type: "boolean" },
        fail: { type: "string", multiple: true },
        throttle: { type: "string", multiple: true },
        image: { type: "string", multiple: true },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    // Node.js adds advice about positional arguments, which there are none of.
    const [sentence = ""] = (error as Error).message.split(/\.(?:\s|$)/, 1);
    throw new UsageError(`${sentence}. See --help.`);
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  require(port <= 65535, `--port takes a number from 0 to 65535, not "${text}".`);
  return port;
}

/** Refused here, and not once the server runs. */
function readImage(text: string): string {
  try {
    new UpstreamStore().publish(text);
    return text;
  } catch (error) {
    throw new UsageError(`--image: ${(error as Error).message}`);
  }
}

function readFault(option: string, text: string): { call: string; times: number } {
  const [, call = text, times = "1"] = /^(\w+:\w+)(?::([1-9]\d*))?$/.exec(text) ?? [];
  require(callNames.includes(
    call,
  ), `${option} takes a call that local-aws has, such as ${callNames[0]}:2, not "${text}".`);
  return { call, times: Number(times) };
}

function require(condition: boolean, sentence: string): void {
  if (!condition) throw new UsageError(sentence);
}
