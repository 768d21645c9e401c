import { describe, expect, it } from "vitest";
import { FileProblem } from "../../../tools/rewrite/file-problem";
import { parseCrdPath } from "../../../tools/rewrite/formats/crd-paths";
import { changes, long, rewritten } from "./rewritten";

const manifest = (body: string, kind = "Pod") => `apiVersion: v1\nkind: ${kind}\n${body}\n`;
const pod = (container: string) => manifest(`spec:\n  containers:\n    - ${container}`);

describe("a manifest", () => {
  it.each([
    ["plain", "image: nginx:1.29", "image: HUB/library/nginx:1.29"],
    ["with a comment", "image: nginx # web", "image: HUB/library/nginx # web"],
    ["in single quotes", "image: 'nginx'", "image: 'HUB/library/nginx'"],
    ["in double quotes", 'image: "ghcr.io/a/b:1"', 'image: "GHCR/a/b:1"'],
    ["with an escape", 'image: "nginx\\x3A1"', 'image: "HUB/library/nginx:1"'],
    ["in flow style", "{name: a, image: nginx}", "{name: a, image: HUB/library/nginx}"],
    ["with a tag of YAML", "image: !!str nginx", "image: !!str HUB/library/nginx"],
    ["with a quoted key", '"image": nginx', '"image": HUB/library/nginx'],
    ["in a block", "image: |-\n        nginx", "image: |-\n        HUB/library/nginx"],
    ["in a folded block", "image: >-\n        a/b:1", "image: >-\n        HUB/a/b:1"],
    ["given twice", "image: a/b\n      image: c/d", "image: a/b\n      image: HUB/c/d"],
    ["with a variable tag", "image: nginx:$(TAG)", "image: HUB/library/nginx:$(TAG)"],
  ])("has an image %s, and nothing else changes", (_, before, after) => {
    expect(rewritten("pod.yaml", pod(before))).toBe(pod(after));
    expect(rewritten("pod.yaml", pod(long(after)))).toBe(pod(after));
  });

  it.each([
    "image: localhost:5000/app",
    "image: ''",
    "image:",
    "image: $(IMAGE)",
    "image: NGINX",
    "image: |\n        nginx",
    "env: [{name: A, value: nginx:1.29}]",
    "name: nginx",
    "imagePullPolicy: Always",
  ])("keeps %j", (container) => {
    expect(rewritten("pod.yaml", pod(container))).toBe(pod(container));
  });

  it.each([
    ["a CronJob", "spec: {jobTemplate: {spec: {template: {spec: {containers: [{image: X}]}}}}}"],
    ["init containers", "spec: {template: {spec: {initContainers: [{image: X}]}}}"],
    ["ephemeral containers", "spec: {ephemeralContainers: [{image: X}]}"],
    ["image volumes", "spec: {volumes: [{name: a, image: {reference: X}}]}"],
    [
      "a template of a custom resource",
      "spec: {worker: {podTemplate: {spec: {containers: [{image: X}]}}}}",
    ],
  ])("has images in %s", (_, body) => {
    const text = manifest(body.replace("X", "a/b:1"), "Deployment");
    expect(rewritten("a.yml", text)).toBe(text.replace("a/b:1", "HUB/a/b:1"));
  });

  it.each([
    ["Workflow", "spec: {templates: [{container: {image: X}}, {script: {image: Y}}]}"],
    ["CronWorkflow", "spec: {workflowSpec: {templates: [{sidecars: [{image: X}]}]}}"],
    ["Task", "spec: {steps: [{image: X}], sidecars: [{image: Y}]}"],
    ["PipelineRun", "spec: {pipelineSpec: {tasks: [{taskSpec: {steps: [{image: X}]}}]}}"],
    ["Prometheus", "spec: {image: X}"],
    ["Instrumentation", "spec: {java: {image: X}, nodejs: {image: Y}}"],
    ["HelmRelease", "spec: {values: {image: {repository: X, tag: 1}, side: {image: Y}}}"],
    ["Application", "spec: {sources: [{helm: {valuesObject: {image: X}}}]}"],
  ])("of kind %s has images where that kind has them", (kind, body) => {
    const text = manifest(body.replace("X", "a/b").replace("Y", "c/d:1"), kind);
    const after = text.replace("a/b", "HUB/a/b").replace("c/d", "HUB/c/d");
    const expected = kind === "Application" ? text : after;
    expect(rewritten("a.yaml", text)).toBe(expected);
  });

  it.each(["CustomResourceDefinition", "ClusterPolicy", "Service"])(
    "of kind %s names no image to pull by a field called image",
    (kind) => {
      const text = manifest("spec: {image: a/b:1}", kind);
      expect(rewritten("a.yaml", text)).toBe(text);
    },
  );

  it("of another kind names its images where --crd-path says", () => {
    const text = manifest("spec: {jobs: [{run: {image: a/b:1}}]}", "Backup");
    const path = parseCrdPath("Backup:spec.jobs[].run.image");
    expect(rewritten("a.yaml", text)).toBe(text);
    expect(rewritten("a.yaml", text, { crdPaths: path ? [path] : [] })).toBe(
      text.replace("a/b:1", "HUB/a/b:1"),
    );
  });

  it.each(["Backup", "Backup:", ":spec.image", "Backup:spec..image", "Backup:spec image"])(
    "is not found by %j",
    (path) => {
      expect(parseCrdPath(path)).toBeUndefined();
    },
  );

  it("in a list and in several documents is rewritten each", () => {
    const item = "{apiVersion: v1, kind: Pod, spec: {containers: [{image: a/b}]}}";
    const text = `# first\n---\napiVersion: v1\nkind: List\nitems:\n- ${item}\n---\n${item}\n`;
    expect(rewritten("a.yaml", text)).toBe(text.replaceAll("a/b", "HUB/a/b"));
  });

  it("with an anchor is changed once, at the anchor", () => {
    const text = pod("image: &web nginx\n    - image: *web");
    expect(rewritten("a.yaml", text)).toBe(text.replace("nginx", "HUB/library/nginx"));
  });

  it("with a merged mapping is changed where that is", () => {
    const text = manifest("x: &x {image: a/b}\nspec: {containers: [{<<: *x, name: a}]}");
    expect(rewritten("a.yaml", text)).toBe(text.replace("a/b", "HUB/a/b"));
  });

  it("that leads into itself by an alias ends", () => {
    const text = manifest("spec: &a {self: *a, <<: *a, containers: [{image: a/b}]}");
    expect(rewritten("a.yaml", text)).toBe(text.replace("a/b", "HUB/a/b"));
  });

  it("keeps its line endings, its byte order mark and its missing last newline", () => {
    const text = `\uFEFF${pod("image: a/b\n      name: x").trimEnd()}`.replaceAll("\n", "\r\n");
    expect(rewritten("a.yaml", text)).toBe(text.replace("a/b", "HUB/a/b"));
  });

  it.each(["null", "yes", "on", "123", "1e3", "0x1f"])(
    "back on Docker Hub, %s is still text",
    (name) => {
      const text = long(pod(`image: HUB/library/${name}`));
      expect(rewritten("a.yaml", text, { reverse: true })).toBe(pod(`image: "${name}"`));
    },
  );

  it("says what is pinned, and changes it when it is told to", () => {
    const text = pod(`image: a/b@sha256:${"a".repeat(64)}`);
    expect(changes("a.yaml", text)?.left[0]?.note).toContain("pinned to a digest");
    expect(rewritten("a.yaml", text)).toBe(text);
    expect(rewritten("a.yaml", text, { digests: true })).toBe(text.replace("a/b", "HUB/a/b"));
  });

  it("nested too deeply is a problem, and no crash", () => {
    const text = manifest(`image: ${"[".repeat(50_000)}${"]".repeat(50_000)}`);
    expect(() => changes("a.yaml", text)).toThrow(FileProblem);
  });

  it("with an image of many odd variables is read in no time", () => {
    const before = performance.now();
    const text = pod(`image: nginx:${"$aaaa".repeat(5_000)}!`);
    expect(rewritten("a.yaml", text)).toBe(text);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it("that is no YAML is a problem, with the place", () => {
    expect(() => changes("a.yaml", pod('image: "nginx'))).toThrow(
      /this is not YAML: missing closing/,
    );
  });
});

it("a task of Tekton may have a parameter for the tag", () => {
  const text =
    "apiVersion: tekton.dev/v1\nkind: Task\nspec: {steps: [{image: 'node:$(params.tag)'}]}";
  expect(rewritten("a.yaml", text)).toBe(text.replace("node", "HUB/library/node"));
});

describe("the template of a manifest", () => {
  const template = (lines: string) => `{{- if .Values.on }}\n${manifest(lines)}{{- end }}\n`;

  it.each([
    ["image: nginx", "image: HUB/library/nginx"],
    ['image: "a/b:1" # why', 'image: "HUB/a/b:1" # why'],
    ['image: "redis:{{ .Values.tag }}"', 'image: "HUB/library/redis:{{ .Values.tag }}"'],
    ["name: a\n      image: a/b", "name: a\n      image: HUB/a/b"],
    [
      "image: a/b\n      {{- if .x }}\n      image: c/d\n      {{- end }}",
      "image: HUB/a/b\n      {{- if .x }}\n      image: HUB/c/d\n      {{- end }}",
    ],
    ["env:\n        - name: x\n      image: a/b", "env:\n        - name: x\n      image: HUB/a/b"],
  ])("has %j in containers", (before, after) => {
    const around = (line: string) => template(`spec:\n  containers:\n    - ${line}`);
    expect(rewritten("t.yaml", around(before))).toBe(around(after));
  });

  it.each([
    "data:\n  a: |- {{/* why */}}\n    containers:\n    - image: a/b:1",
    "spec:\n  containers:\n    - image: {{ .Values.image }}",
    'spec:\n  containers:\n    - image: "{{ .Values.a }}:{{ .Values.b }}"',
    'spec:\n  containers:\n    - image: "{{ .Values.registry }}/nginx:1"',
    "spec:\n  image: a/b:1",
    "spec:\n  containers:\n    - env:\n        - image: a/b:1",
    "data:\n  pod.yaml: |\n    containers:\n      - image: a/b:1",
    "spec:\n  containers:\n  other:\n    - image: a/b:1",
  ])("keeps %j", (body) => {
    expect(rewritten("t.yaml", template(body))).toBe(template(body));
  });
});
