import { globalSlot } from "../state";

/** Which actions a registry policy may be about: V1 allows three of them, V2 allows all. */
export type PolicyScope = "V1" | "V2";

/** Choices about Amazon ECR that AWS does not leave to its callers. */
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
   * Access tokens that upstream registries reject, as if they had expired:
   * ValidatePullThroughCacheRule reports a rule whose secret holds one of them.
   * @default - upstream registries accept every token
   */
  readonly rejectedTokens: readonly string[];
}

export const ecrSettings = globalSlot<EcrSettings>(() => ({
  registryPolicyScope: "V2",
  requireSecretValue: false,
  rejectedTokens: [],
}));
