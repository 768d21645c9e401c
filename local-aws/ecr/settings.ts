import { globalSlot } from "../state";

/** The actions that a registry policy may name: three of them in V1, all of them in V2. */
export type PolicyScope = "V1" | "V2";

/** Behaviour of Amazon ECR that the user of this server chooses, and not a caller of the API. */
export interface EcrSettings {
  /** The policy scope of registries whose account setting has not been changed. @default "V2" */
  readonly registryPolicyScope: PolicyScope;
  /**
   * Whether a rule is refused while its secret has no value. AWS may do either: it depends on
   * when it first reads the secret.
   * @default false
   */
  readonly requireSecretValue: boolean;
  /**
   * How many times a rule is refused because Amazon ECR does not find its secret, though it exists, as
   * has been seen right after the secret was created. Counted for each secret.
   * @default 0
   */
  readonly hiddenSecretReads: number;
  /**
   * Access tokens that upstream registries reject, as if they had expired:
   * ValidatePullThroughCacheRule reports a rule whose secret holds one of them.
   * @default - upstream registries accept every token
   */
  readonly rejectedTokens: readonly string[];
}

export const ecrSettings = globalSlot<EcrSettings>(() => ({
  registryPolicyScope: "V2",
  requireSecretValue: false,
  hiddenSecretReads: 0,
  rejectedTokens: [],
}));
