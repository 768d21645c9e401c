import type { OutputLock } from "../cdktf/output-lock";
import type { Project, synthesizeApp } from "../cdktf/project";
import type { Interruption } from "../cli/interruption";
import type { inspectDeployment } from "../deployment/inspection";
import type { surveyStack } from "../deployment/stack-survey";

/** What a step works with besides its own options; tests give it a world of their own. */
export interface Context {
  /** The project whose stacks are planned and applied. */
  readonly project: () => Project;
  readonly env: NodeJS.ProcessEnv;
  readonly interruption: Interruption;
  /** Runs an app, in a process of its own. */
  readonly synthesize: typeof synthesizeApp;
  /** Waits for so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** Looks at what a deployment would take from others, or leave behind. */
  readonly inspect: typeof inspectDeployment;
  /** Looks in AWS for what a stack would make. */
  readonly survey: typeof surveyStack;
  /** Writes a line for people or, on standard output, for whoever reads the step's result. */
  readonly print: (line: string) => void;
  /** Writes a line on standard error. */
  readonly warn: (line: string) => void;
}

/** What a step works with that needs the project's `cdktf.out` for itself. */
export interface LockedContext extends Context {
  /** Keeps other runs out of it. */
  readonly lock: OutputLock;
}
