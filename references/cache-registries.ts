import { checkAccountId } from "../ecr/account";
import { checkRegion, checkRegionIsKnown } from "../ecr/region";
import { registryAt } from "../ecr/registry-address";
import { checkRepositoryPrefix } from "../ecr/repository-prefix";
import { adviceForHost } from "../ecr/upstream-advice";
import { type Problem, shown } from "../problems/problem";
import { hostOf, parseImageReference } from "./image-reference";

/** A problem with one entry of a map of registries. */
export interface EntryProblem {
  /** The beginning of references to the upstream. */
  readonly upstream: string;
  readonly problem: Problem;
}

const FROM_OUTPUT = "copy it from the output ecr_cache_registries";

/** All problems of a map of registries. A wrong address would otherwise be written to every file. */
export function checkRegistries(map: Readonly<Record<string, unknown>>): EntryProblem[] {
  return Object.entries(map).flatMap(([upstream, address]) => {
    const problem = checkUpstreamSide(upstream) ?? checkAddress(upstream, address);
    return problem ? [{ upstream, problem }] : [];
  });
}

/** Warnings about a valid map of registries: Regions that this version does not know. */
export function adviseRegistries(map: Readonly<Record<string, unknown>>): EntryProblem[] {
  return Object.entries(map).flatMap(([upstream, address]) => {
    const { region = "" } = registryAt(hostOf(String(address)))?.parts ?? {};
    const problem = checkRegionIsKnown(region);
    return problem ? [{ upstream, problem }] : [];
  });
}

/** A host that ECR can cache, with a path or without. */
function checkUpstreamSide(upstream: string): Problem | undefined {
  const host = hostOf(upstream);
  const allowed = "the beginning of references: docker.io, ghcr.io, or a host and a path";
  if (!isReferenceStart(upstream)) return { given: shown(upstream), allowed, fix: FROM_OUTPUT };
  if (registryAt(host)) return undefined;
  return { given: shown(upstream), allowed, fix: `leave it out: ${adviceForHost(host)}` };
}

/** An address is the upstream itself, which bypasses the cache, or a private ECR registry with a prefix. */
function checkAddress(upstream: string, address: unknown): Problem | undefined {
  if (address === upstream) return undefined;
  if (typeof address !== "string") return notOfEcr(address);
  const [host = "", ...path] = address.replace(/\/$/, "").split("/");
  const found = /^([^.]+)\.dkr[.-]ecr(?:-fips)?\.([^.]+)\./.exec(host);
  if (!found) return notOfEcr(address);
  const [, account = "", region = ""] = found;
  const ofPath = path.length > 0 ? checkRepositoryPrefix(path.join("/")) : undefined;
  const problem = checkAccountId(account) ?? checkRegion(region) ?? ofPath;
  if (problem) return { ...problem, given: shown(address) };
  return registryAt(host)?.registry === "ecr" ? undefined : notOfEcr(address);
}

function notOfEcr(address: unknown): Problem {
  return {
    given: shown(address),
    allowed:
      "<account>.dkr.ecr.<region>.amazonaws.com/<prefix>, or the upstream itself to bypass the cache",
    fix: FROM_OUTPUT,
  };
}

function isReferenceStart(text: string): boolean {
  return parseImageReference(`${text}/image`)?.host === hostOf(text);
}
