import { findProject, synthesizeApp } from "../../../tools/cdktf/project";
import type { Program } from "../../../tools/cli/run";
import type { inspectDeployment } from "../../../tools/deployment/inspection";
import { defineWith } from "../../../tools/pipeline/command";
import { ecrCache } from "../cli/ecr-cache";

export interface PipelineSurroundings {
  /** Where `cdktf.out` and variable files are; the app is one of this repository. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** @default - the app is run */
  readonly synthesize?: typeof synthesizeApp;
  /** @default - nothing is waited for */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
  /** @default - there is nothing of others, and nothing to leave behind */
  readonly inspect?: typeof inspectDeployment;
}

/** Runs steps of the pipeline in this process, in a project with a folder of its own. */
export function pipelineIn({ root, env, ...surroundings }: PipelineSurroundings) {
  const {
    synthesize = inRepository,
    pause = async () => {},
    inspect = inNewAccount,
  } = surroundings;
  const define = defineWith((app, context) => ({
    ...context,
    project: () => ({ ...findProject(app), root }),
    synthesize,
    pause,
    inspect,
  }));
  const program: Program = {
    name: "ecr-cache",
    version: "0.0.0",
    description: "",
    subcommands: { pipeline: { summary: "", load: async () => ({ define }) } },
  };
  return async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await ecrCache(["pipeline", ...args], { program, env });
    return { code, output: `${stdout}${stderr}`.trimEnd() };
  };
}

/** The app's modules are found from where it is. */
const inRepository: typeof synthesizeApp = (project, ...more) =>
  synthesizeApp({ ...project, root: process.cwd() }, ...more);

const inNewAccount: typeof inspectDeployment = async () => ({ refusals: [], warnings: [] });
