import { randomBytes } from "node:crypto";
import type { StateVersion } from "./state-version";

export type ExecutionMode = "local" | "remote";

export interface Project {
  readonly id: string;
  readonly name: string;
}

export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly project: Project;
  executionMode: ExecutionMode;
  terraformVersion: string;
  /** By key; a tag without a value has an empty one. */
  readonly tags: Map<string, string>;
  /** The user that holds the lock. */
  lockedBy?: string;
  /** In the order in which they were created. */
  readonly stateVersions: StateVersion[];
  /** What was uploaded, to be run. */
  readonly configurations: Configuration[];
  /** The runs that were asked for. */
  readonly runs: RunRequest[];
}

/** The files that a remote run gets. */
export interface Configuration {
  readonly id: string;
  readonly uploadKey: string;
  /** A tar archive, packed with gzip. */
  archive?: Buffer;
}

export interface RunRequest {
  readonly configuration: string;
  /** Values of variables, as HCL, by their names. */
  readonly variables: Readonly<Record<string, string>>;
}

/** One organization, in memory. */
export class Organization {
  readonly projects: Project[] = [{ id: newId("prj"), name: "Default Project" }];
  readonly workspaces: Workspace[] = [];

  constructor(
    readonly name: string,
    /** What a new workspace gets: an organization has it in its settings. */
    readonly defaultExecutionMode: ExecutionMode,
  ) {}
}

/** An id as HCP Terraform makes them up: `ws-` and 16 letters and digits. */
export function newId(prefix: string): string {
  return `${prefix}-${randomBytes(8).toString("hex")}`;
}
