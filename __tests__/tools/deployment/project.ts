import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { vi } from "vitest";
import type { PullThroughCacheStackProps } from "../../../stacks/properties/pull-through-cache";
import { PullThroughCacheStack } from "../../../stacks/pull-through-cache-stack";
import { type SynthesizeOptions, synthesize } from "../../../stacks/synthesize";
import { type Deployment, inspectDeployment } from "../../../tools/deployment/inspection";
import { readSynthesizedStacks } from "../../../tools/terraform/synthesized-stack";
import { ACCOUNT, policy } from "../../local-aws/fixture";

/** What another team has on the registry. */
export const THEIRS = {
  Sid: "TheirReplication",
  Principal: { AWS: "arn:aws:iam::222222222222:root" },
  Action: ["ecr:CreateRepository", "ecr:ReplicateImage"],
  Resource: `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/*`,
};

export const THEIR_POLICY = policy(THEIRS);

/** A project's folder, in which apps are synthesized and states are. */
export class Project {
  readonly root = mkdtempSync(join(tmpdir(), "deployment-"));

  /** The stacks of an app of which only these are there. */
  app(
    stacks: Readonly<Record<string, PullThroughCacheStackProps>>,
    options: SynthesizeOptions = {},
  ) {
    const app = new App({ outdir: join(this.root, "cdktf.out") });
    for (const [id, props] of Object.entries(stacks)) new PullThroughCacheStack(app, id, props);
    // As where a command runs the app: it prints no files.
    vi.stubEnv("CDKTF_OUTDIR", app.outdir);
    synthesize(app, options);
    return this;
  }

  /** A state as a deployment of the stack leaves it. */
  state(stack: string, state: string): void {
    writeFileSync(join(this.root, `terraform.${stack}.tfstate`), state);
  }

  async inspect(also: Partial<Deployment> = {}) {
    const all = readSynthesizedStacks(join(this.root, "cdktf.out"));
    const env = { ...process.env, TF_VAR_aws_org_id: "o-exampleorgid" };
    const { refusals, warnings } = await inspectDeployment({
      ...{ stacks: all, all, root: this.root, env },
      ...also,
    });
    return { refused: refusals.join("\n\n"), warned: warnings.join("\n") };
  }
}

/** The text of a state of Terraform: resources of one instance, with their attributes. */
export function stateOf(
  resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  outputs: object = {},
): string {
  const made = Object.entries(resources).map(([address, attributes]) => {
    const [type, name] = address.split(".");
    return { mode: "managed", type, name, instances: [{ attributes }] };
  });
  return JSON.stringify({ version: 4, serial: 1, outputs, resources: made });
}
