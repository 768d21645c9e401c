import type { RecordedCall } from "./call-log";
import { type EcrSettings, ecrSettings } from "./ecr/settings";
import type { UpstreamImage, UpstreamImageOptions } from "./ecr/upstream-image";
import { upstreamImages } from "./ecr/upstream-store";
import { localEnvironment } from "./environment";
import { type Fault, Faults } from "./faults";
import { Gateway } from "./gateway";
import { type Inventory, takeInventory } from "./inventory";
import { serve } from "./server";
import { AwsState } from "./state";

export { describeCall } from "./call-log";
export { misleadingVariables } from "./environment";
export type { Holdings, Inventory } from "./inventory";

export interface LocalAwsOptions extends Partial<EcrSettings> {
  /** @default 0: a free port */
  readonly port?: number;
  /** The account that credentials lead to, unless AssumeRole issued them. @default 111111111111 */
  readonly accountId?: string;
  /** Told about each call as it is answered. */
  readonly callLog?: (call: RecordedCall) => void;
}

/** AWS on loopback: ECR, Secrets Manager, IAM, STS, EventBridge, SNS and S3, in memory. */
export interface LocalAws {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** Every call so far, in order. */
  readonly calls: readonly RecordedCall[];
  /** Environment variables that point the AWS CLI, SDKs and Terraform here, and nowhere else. */
  environment(region: string): Record<string, string>;
  /** Lets calls fail. Refuses a call that does not exist. */
  fail(fault: Fault): void;
  /** Slows callers down, in each service's own words. Clients retry. */
  throttle(fault: Pick<Fault, "call" | "times">): void;
  /**
   * Puts an image where pulls through a rule find it, in place of an earlier one.
   * @param reference by the host that rules have: `registry-1.docker.io/library/nginx:1.29`
   */
  publish(reference: string, options?: UpstreamImageOptions): UpstreamImage;
  /** Takes back what `fail` and `throttle` asked for. */
  clearFaults(): void;
  /** A fresh AWS: no state, no faults, no calls. */
  reset(): void;
  /** Everything that AWS now holds. `{}` when nothing is left. */
  inventory(): Inventory;
  close(): Promise<void>;
}

/** Starts AWS on 127.0.0.1. */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { port = 0, accountId = "111111111111" } = options;
  if (!/^\d{12}$/.test(accountId)) {
    throw new Error(`An account id has twelve digits, unlike "${accountId}".`);
  }
  const { registryPolicyScope = "V2", requireSecretValue = false, rejectedTokens = [] } = options;
  const state = new AwsState((fresh) =>
    fresh.set(ecrSettings, { registryPolicyScope, requireSecretValue, rejectedTokens }),
  );
  const faults = new Faults();
  const calls: RecordedCall[] = [];
  const record = (call: RecordedCall) => {
    calls.push(Object.freeze(call));
    options.callLog?.(call);
  };
  const server = await serve(new Gateway({ state, faults, accountId, record }), port);
  state.endpoint = server.endpoint;
  return {
    endpoint: server.endpoint,
    calls,
    environment: (region) => localEnvironment(server.endpoint, region),
    fail: (fault) => faults.fail(fault),
    throttle: (fault) => faults.throttle(fault),
    publish: (reference, image) => state.get(upstreamImages).publish(reference, image),
    clearFaults: () => faults.clear(),
    reset: () => {
      state.clear();
      faults.clear();
      calls.length = 0;
    },
    inventory: () => takeInventory(state),
    close: () => server.close(),
  };
}
