import { spawnSync } from "node:child_process";

export const terraformIsMissing = spawnSync("terraform", ["version"]).error !== undefined;
