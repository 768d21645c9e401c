import { notFound } from "./api-error";

/** One state of a workspace. Its content is uploaded after it was created. */
export interface StateVersion {
  readonly id: string;
  readonly serial: number;
  readonly lineage: string | undefined;
  readonly md5: string;
  readonly outputs: readonly StateOutput[];
  /** Part of the address that the content is uploaded to. Whoever knows it may upload, once. */
  readonly uploadKey: string;
  content?: string;
}

export interface StateOutput {
  readonly id: string;
  readonly name: string;
  readonly value: unknown;
  readonly type: unknown;
  readonly sensitive: boolean;
}

/** The newest state of a workspace that was uploaded. */
export function currentStateVersion(workspace: {
  readonly stateVersions: readonly StateVersion[];
}): StateVersion {
  const current = workspace.stateVersions.filter(({ content }) => content !== undefined).at(-1);
  if (!current) throw notFound();
  return current;
}
