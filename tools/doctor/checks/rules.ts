import { documentation } from "../../documentation";
import { type Finding, finding } from "../finding";
import type { Registry } from "../registry";

/** Checks whether each expected cache exists, and caches the expected upstream. */
export function checkRules(registry: Registry): Finding[] {
  const { rules, wanted, prefixes = [], aws } = registry;
  if (!registry.prefixes && rules.length === 0) return [none(aws)];
  const there = new Map(rules.map((rule) => [rule.ecrRepositoryPrefix, rule]));
  const deploy = wanted && `npx cdktf deploy ${wanted.stack}`;
  const missing = prefixes
    .filter((prefix) => !there.has(prefix))
    .map((prefix) =>
      finding("rule-missing", {
        where: `rule ${prefix}`,
        cause: `${aws.accountId} has no pull-through cache rule for ${prefix} in ${aws.region}: only images that are in a repository already can be pulled`,
        fix:
          deploy ?? `add the upstream to main.ts with prefix: "${prefix}", then npx cdktf deploy`,
      }),
    );
  const others = (wanted?.rules ?? []).flatMap(({ prefix, upstream }) => {
    const found = there.get(prefix)?.upstreamRegistryUrl;
    if (found === undefined || found === upstream) return [];
    return finding("rule-upstream", {
      where: `rule ${prefix}`,
      cause: `it caches ${found}, not ${upstream}: pulls get other images, or none`,
      fix: `choose another \`prefix\` for this upstream in main.ts; or, if nobody needs that rule: aws ecr delete-pull-through-cache-rule --ecr-repository-prefix ${prefix} --region ${aws.region}, then ${deploy}`,
    });
  });
  const unknown = (wanted?.unknown ?? []).map(({ address, why }) =>
    finding("not-looked-at", {
      where: address,
      cause: why,
      fix: "set the variable, or run the doctor with --prefix instead of --app",
    }),
  );
  return [...missing, ...others, ...unknown];
}

function none({ accountId, region }: Registry["aws"]): Finding {
  return finding("rule-missing", {
    where: "registry",
    cause: `${accountId} has no pull-through cache rule in ${region}`,
    fix: `check another account (AWS_PROFILE) or Region (--region), or deploy: ${documentation("deploy")}`,
  });
}
