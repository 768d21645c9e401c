import type { Examination } from "./examination";
import type { Outcome } from "./outcome";

/** The findings as JSON, as described in docs/doctor.md. Members may be added, but never changed. */
export function reportJson(examinations: readonly Examination[], outcome: Outcome) {
  return {
    version: 1,
    outcome,
    registries: examinations.map(({ registry: { aws, rules, wanted }, findings }) => ({
      account: aws.accountId,
      region: aws.region,
      stack: wanted?.stack ?? null,
      caches: rules.map(({ ecrRepositoryPrefix: prefix, upstreamRegistryUrl: upstream }) => ({
        prefix,
        upstream,
      })),
      findings: findings.map(({ code, severity, where, cause, fix = null, fixed }) => ({
        code,
        severity,
        where,
        cause,
        fix,
        fixed,
      })),
    })),
  };
}
