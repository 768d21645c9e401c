import type { Project, synthesizeApp } from "../cdktf/project";
import type { Context as CommandContext } from "../cli/context";
import type { inspectDeployment } from "../deployment/inspection";

/** What a step works with besides its own options. */
export interface Context extends CommandContext {
  /** Finds the project whose stacks are planned and applied. */
  readonly project: () => Project;
  /** Runs an app, in a process of its own. */
  readonly synthesize: typeof synthesizeApp;
  /** Waits for so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** Finds what a deployment would take from others, or leave behind. */
  readonly inspect: typeof inspectDeployment;
}
