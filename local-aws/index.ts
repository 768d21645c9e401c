import type { RecordedCall } from "./call-log";
import { type EcrSettings, ecrSettings } from "./ecr/settings";
import type { UpstreamImage, UpstreamImageOptions } from "./ecr/upstream-image";
import { upstreamImages } from "./ecr/upstream-store";
import { localEnvironment } from "./environment";
import { type Fault, Faults } from "./faults";
import { Gateway } from "./gateway";
import { type Inventory, takeInventory } from "./inventory";
import { secretStores } from "./secrets-manager/secret-store";
import { serve } from "./server";
import { AwsState } from "./state";

export { describeCall } from "./call-log";
export { upstreamImageProblem } from "./ecr/upstream-store";
export { misleadingVariables } from "./environment";
export type { Holdings, Inventory } from "./inventory";
export { callNames } from "./services";

export interface LocalAwsOptions extends Partial<EcrSettings> {
  /** The port to listen on. @default - a free port */
  readonly port?: number;
  /** The account of all credentials that AssumeRole did not issue. @default 111111111111 */
  readonly accountId?: string;
  /** Called after each call has been answered. */
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
  /** Makes calls fail. @throws Error when there is no such call. */
  fail(fault: Fault): void;
  /** Makes calls fail with the service's throttling error, after which clients retry. */
  throttle(fault: Pick<Fault, "call" | "times">): void;
  /**
   * Publishes an image in an upstream registry, replacing an earlier one with the same reference.
   * @param reference with the host as in a rule: `registry-1.docker.io/library/nginx:1.29`
   */
  publish(reference: string, options?: UpstreamImageOptions): UpstreamImage;
  /**
   * Deletes the versions of secrets that have no staging label, as Secrets Manager does in its own time.
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
   */
  dropDeprecatedSecretVersions(): void;
  /** Removes the faults that `fail` and `throttle` added. */
  clearFaults(): void;
  /** Clears the state, the faults and the calls. */
  reset(): void;
  /** Everything that AWS currently holds; `{}` when it is empty. */
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
  const { hiddenSecretReads = 0 } = options;
  const settings = { registryPolicyScope, requireSecretValue, hiddenSecretReads, rejectedTokens };
  const state = new AwsState((fresh) => fresh.set(ecrSettings, settings));
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
    dropDeprecatedSecretVersions: () => {
      for (const secret of state.all(secretStores).flatMap((store) => store.all())) {
        secret.dropDeprecatedVersions();
      }
    },
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
