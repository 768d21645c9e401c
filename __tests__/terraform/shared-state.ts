import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3 } from "@aws-sdk/client-s3";
import { type LocalAws, misleadingVariables, startLocalAws } from "../../local-aws";
import { AWS_PROVIDER_VERSION } from "../../stacks/terraform-settings";
import { installProvider } from "../../tools/terraform/provider-installation";
import { type CommandResult, terraform } from "../../tools/terraform/terraform-cli";

const REGION = "eu-west-1";
const BUCKET = "states";
export const STATE_KEY = "ecr/pull-through-cache.tfstate";

/** Where a configuration says that its state is. */
type Backend = "s3" | "local";

/** A bucket on local-aws for one state, and checkouts of a configuration that share it. */
export class SharedState {
  readonly aws: LocalAws;
  readonly #folder = mkdtempSync(join(tmpdir(), "shared-state-"));
  readonly #s3: S3;
  readonly #env: NodeJS.ProcessEnv;
  #checkouts = 0;

  private constructor(aws: LocalAws) {
    this.aws = aws;
    const credentials = { accessKeyId: "local-aws", secretAccessKey: "local-aws" };
    this.#s3 = new S3({ endpoint: aws.endpoint, region: REGION, credentials });
    this.#env = {
      ...installProvider(this.#folder, AWS_PROVIDER_VERSION).env,
      ...aws.environment(REGION),
    };
    for (const name of misleadingVariables) delete this.#env[name];
  }

  static async open(): Promise<SharedState> {
    return new SharedState(await startLocalAws());
  }

  /** An empty bucket, and no calls so far. */
  async startOver(): Promise<void> {
    this.aws.reset();
    await this.#s3.createBucket({
      Bucket: BUCKET,
      CreateBucketConfiguration: { LocationConstraint: REGION },
    });
  }

  /** A folder in which `terraform init` was run. */
  async checkout(resources: Resources, backend: Backend = "s3"): Promise<Checkout> {
    const folder = join(this.#folder, String(this.#checkouts++));
    mkdirSync(folder);
    const checkout = new Checkout(folder, this.#env);
    checkout.write(resources, backend);
    const { code, stderr } = await checkout.terraform("init", "-input=false");
    if (code !== 0) throw new Error(stderr);
    return checkout;
  }

  /** The addresses in the state that is in the bucket. */
  async addresses(): Promise<string[]> {
    const { Body } = await this.#s3.getObject({ Bucket: BUCKET, Key: STATE_KEY });
    const state = JSON.parse((await Body?.transformToString()) ?? "") as {
      resources: { type: string; name: string }[];
    };
    return state.resources.map(({ type, name }) => `${type}.${name}`).sort();
  }

  /** What is in the bucket, by key. */
  get objects(): string[] {
    const [holdings] = Object.values(this.aws.inventory()).map((regions) => regions[REGION]);
    return Object.keys(holdings?.buckets?.[0]?.objects ?? {});
  }

  async close(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    await this.aws.close();
  }
}

/** By name, each with what a shell does while it is made. They need no provider from outside. */
export type Resources = Readonly<Record<string, string | undefined>>;

export class Checkout {
  constructor(
    readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  write(resources: Resources, backend: Backend = "s3"): void {
    const s3 = {
      bucket: BUCKET,
      key: STATE_KEY,
      region: REGION,
      encrypt: true,
      use_lockfile: true,
    };
    const made = Object.entries(resources).map(([name, command]) => {
      const provisioner = command && [{ "local-exec": { command } }];
      return [name, { input: name, ...(provisioner && { provisioner }) }];
    });
    const configuration = {
      ...(backend === "s3" && { terraform: { backend: { s3 } } }),
      resource: { terraform_data: Object.fromEntries(made) },
    };
    writeFileSync(join(this.folder, "main.tf.json"), JSON.stringify(configuration));
  }

  terraform(...args: string[]): Promise<CommandResult> {
    return terraform(this.folder, this.env, ...args);
  }

  apply(...args: string[]): Promise<CommandResult> {
    return this.terraform("apply", "-auto-approve", "-input=false", "-no-color", ...args);
  }
}
