import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { App } from "cdktf";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { quay } from "../../ecr/catalogue";
import { PullThroughCacheStack } from "../../stacks/pull-through-cache-stack";
import { problemsOf, synthesize, warningsOf } from "../../stacks/synthesize";

const region = "eu-west-1";

let outdir: string;
let printed: string[];

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), "synth-"));
  printed = [];
  process.exitCode = undefined;
  vi.spyOn(console, "error").mockImplementation((line) => printed.push(line));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

const written = (id: string) => join(outdir, "stacks", id, "cdk.tf.json");

describe("an app that can be deployed", () => {
  const synthesized = () => {
    const app = new App({ outdir });
    new PullThroughCacheStack(app, "one", {
      region,
      upstreams: { quay: quay({ prefix: "root" }) },
    });
    synthesize(app);
    return app;
  };
  const WARNING = `[one/upstreams/quay/rule] prefix = "root"
  allowed: any prefix; ROOT in capitals is for every repository that no other prefix matches
  fix: did you mean "ROOT"? If you want repositories that begin with "root/", leave it as it is`;

  it("is written, and what was written is said after what is unusual", () => {
    vi.stubEnv("CDKTF_OUTDIR", undefined);
    vi.stubEnv("CDKTF_CONTEXT_JSON", undefined);
    const app = synthesized();
    expect(printed).toEqual([`warning: ${WARNING}\n`, `wrote ${relative("", written("one"))}`]);
    expect(existsSync(written("one"))).toBe(true);
    expect(process.exitCode).toBeUndefined();
    expect(problemsOf(app)).toEqual([]);
    expect(warningsOf(app)).toEqual([WARNING]);
  });

  it.each(["CDKTF_OUTDIR", "CDKTF_CONTEXT_JSON"])(
    "leaves it to another program to say what was written: %s",
    (name) => {
      vi.stubEnv(name, name === "CDKTF_OUTDIR" ? outdir : "{}");
      synthesized();
      expect(printed).toEqual([`warning: ${WARNING}\n`]);
      expect(existsSync(written("one"))).toBe(true);
    },
  );
});

describe("an app that cannot be deployed", () => {
  const ONE = `[one/templates/expiry] expiry.days = 0
  allowed: a whole number of days, 1 or more
  fix: write the number of days to keep an image, e.g. 7; leave \`expiry\` out to keep images for ever`;

  it.each([
    ["1 problem", { one: region }, ONE],
    ["2 problems", { one: region, two: "us-east-1" }, `${ONE}\n\n${ONE.replace("one", "two")}`],
  ])("is not written, and %s is all that is said", (count, stacks, problems) => {
    const app = new App({ outdir });
    for (const [id, region] of Object.entries(stacks)) {
      const upstreams = { quay: quay({ prefix: "root" }) };
      new PullThroughCacheStack(app, id, { region, upstreams, expiry: { days: 0 } });
    }
    synthesize(app);
    expect(printed).toEqual([`${count} in this app; nothing was written.\n\n${problems}`]);
    expect(process.exitCode).toBe(1);
    expect(existsSync(written("one"))).toBe(false);
  });
});
