import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { Deployment } from "./deployment";
import { endState } from "./end-state";

/** The one among several equal calls of a deploy: `["sts:GetCallerIdentity", 2]` is the second. */
export type NumberedCall = readonly [call: string, number: number];

/**
 * One test for each row of calls: a deploy in which they fail tells the user so, and the next deploy
 * completes to the same end state as if nothing had happened.
 */
export function itRecoversFromEach(app: string, rows: readonly (readonly NumberedCall[])[]): void {
  let deployment: Deployment;
  let undisturbed: unknown;

  beforeAll(async () => {
    deployment = await Deployment.open(app, { requireSecretValue: true });
    await deployment.apply();
    undisturbed = endState(deployment.aws);
  });
  beforeEach(() => deployment.startOver());
  afterAll(() => deployment.close());

  it.each(rows.map((calls) => ({ calls, names: calls.flat().join(" ") })))(
    "$names: failing, it is said, and the next deploy completes",
    async ({ calls }) => {
      const { aws, sandbox } = deployment;
      for (const [call, number] of calls) aws.fail({ call, after: number - 1 });
      const failed = await deployment.apply();
      for (const [call] of calls) {
        expect(failed.stderr).toContain(`local-aws was asked to let ${call} fail`);
      }
      expect(failed.code).toBe(1);
      expect(failed.stdout + failed.stderr).not.toContain(sandbox.env["TF_VAR_docker_cache_token"]);

      const next = await deployment.apply();
      expect(next.stderr).toBe("");
      expect(next.code).toBe(0);
      expect(endState(aws)).toEqual(undisturbed);
    },
  );
}

/** All calls of one undisturbed deploy, numbered and sorted: what the tests above must cover. */
export function numbered(calls: readonly { readonly call: string }[]): NumberedCall[] {
  const counts = new Map<string, number>();
  const all = calls.map(({ call }): NumberedCall => {
    const count = (counts.get(call) ?? 0) + 1;
    counts.set(call, count);
    return [call, count];
  });
  return all.sort(([a, i], [b, j]) => a.localeCompare(b) || i - j);
}
