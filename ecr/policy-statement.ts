/** What one statement of an IAM or registry policy allows, or denies, and on what. */
export interface PolicyStatement {
  readonly sid: string;
  /** "Deny" overrides whatever else allows it. @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /**
   * Only where these hold: operator, key, values.
   * @default - always
   */
  readonly conditions?: PolicyConditions;
}

export type PolicyConditions = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;
