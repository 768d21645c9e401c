/** What one statement of an IAM or registry policy allows, and on what. */
export interface PolicyStatement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}
