import type { GitLabJob } from "./pipeline-files";

/** @see https://docs.gitlab.com/ci/yaml/ */
const GLOBAL_KEYWORDS = ["default", "include", "stages", "variables", "workflow"];
const JOB_KEYWORDS =
  `after_script allow_failure artifacts before_script cache coverage dast_configuration dependencies
  environment extends hooks id_tokens identity image inherit interruptible manual_confirmation needs
  pages parallel release resource_group retry rules run script secrets services stage start_in tags
  timeout trigger variables when`.split(/\s+/);
const ARTIFACT_KEYWORDS =
  "paths exclude expire_in expose_as name public access reports untracked when".split(" ");
const DEFAULT_STAGES = ["build", "test", "deploy"];
const RULE_KEYWORDS =
  "if changes exists allow_failure needs variables interruptible when start_in".split(" ");

/** What GitLab would refuse, as far as it can be told from the file alone. */
export function gitLabProblems(pipeline: Readonly<Record<string, GitLabJob>>): string[] {
  const stages = [...Object.values(pipeline["stages"] ?? DEFAULT_STAGES), ".pre", ".post"];
  const names = Object.keys(pipeline).filter((name) => !GLOBAL_KEYWORDS.includes(name));
  const resolved = (name: string): GitLabJob => {
    const job = pipeline[name] ?? {};
    const bases = strings(job["extends"]).map(resolved);
    return Object.assign({}, ...bases, job);
  };
  return names.flatMap((name) => {
    const job = pipeline[name] ?? {};
    const problem = (text: string) => `${name}: ${text}`;
    const missing = strings(job["extends"]).filter((base) => !names.includes(base));
    if (missing.length > 0)
      return missing.map((base) => problem(`extends ${base}, which is not there`));
    const all = resolved(name);
    const problems = [
      ...unknown(job, JOB_KEYWORDS),
      ...unknown(job["artifacts"], ARTIFACT_KEYWORDS).map((key) => `artifacts.${key}`),
      ...list(job["rules"])
        .flatMap((rule) => unknown(rule, RULE_KEYWORDS))
        .map((key) => `rules.${key}`),
    ].map((key) => problem(`${key} is no keyword`));
    for (const [target = "", key = ""] of references(job)) {
      if (pipeline[target]?.[key] === undefined) {
        problems.push(problem(`refers to ${target} ${key}, which is not there`));
      }
    }
    for (const needed of strings(job["needs"])) {
      if (!names.includes(needed)) problems.push(problem(`needs ${needed}, which is not there`));
    }
    if (name.startsWith(".")) return problems;
    if (!all["script"]) problems.push(problem("has no script"));
    if (!stages.includes(all["stage"] ?? "test")) {
      problems.push(problem(`is in stage ${all["stage"] ?? "test"}, which is not there`));
    }
    return problems;
  });
}

function unknown(value: unknown, keywords: readonly string[]): string[] {
  return Object.keys(value ?? {}).filter((key) => !keywords.includes(key));
}

function list(value: unknown): unknown[] {
  return [value ?? []].flat();
}

function strings(value: unknown): string[] {
  return list(value).filter((item) => typeof item === "string");
}

/** Each `!reference [job, key]` in the scripts of a job. */
function references(job: GitLabJob): string[][] {
  return ["before_script", "script", "after_script"].flatMap((key) => {
    const lines = job[key];
    return Array.isArray(lines) ? lines.filter((line) => Array.isArray(line)) : [];
  });
}
