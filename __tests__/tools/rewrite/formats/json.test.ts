import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { devContainer, json } from "../../../../tools/rewrite/formats/json";
import { CACHE, refusals, throughCache, withoutCache } from "./through-cache";

const HUB = `${CACHE}/docker-hub`;
const NGINX = `${HUB}/library/nginx:1.29`;

const taskDefinition = `{
    "family": "web",
\t"containerDefinitions": [
      { "image" : "nginx:1.29", "name": "web", "environment": [{"name": "image", "value": "nginx:1.29"}] },
      { "name": "own", "image": "${CACHE}/team/app:1" }
    ], "x-unknown": "nginx:1.29", "volumes": []
}
`;

const terraform = (definitions: string) =>
  `{"resource":{"aws_ecs_task_definition":{"web":{"family":"web","container_definitions":${definitions}}}}}`;

describe("JSON", () => {
  it.each([
    ["task-definition.json", taskDefinition, true],
    ["cdk.tf.json", terraform('"[]"'), true],
    ["stack.template", '{"Resources":{"F":{"Properties":{"Code":{"ImageUri":"x"}}}}}', true],
    ["stack.template", "Resources:\n  F:\n    Type: AWS::Lambda::Function\n", false],
    ["package.json", '{"name":"nginx","image":"nginx"}', false],
    ["notes.txt", taskDefinition, false],
  ])("is looked at where it may have images: %s", (path, text, looked) => {
    expect(json.handles(path, text)).toBe(looked);
  });

  it.each([
    [
      "a task definition of ECS",
      taskDefinition,
      taskDefinition.replace('"nginx:1.29", "name"', `"${NGINX}", "name"`),
    ],
    [
      "what ECS says of a task definition",
      '{"taskDefinition":{"revision":3,"containerDefinitions":[{"image":"nginx:1.29"}]}}',
      `{"taskDefinition":{"revision":3,"containerDefinitions":[{"image":"${NGINX}"}]}}`,
    ],
    [
      "a list of containers that Terraform reads from a file",
      '[{"name":"web","image":"nginx:1.29","essential":true}]',
      `[{"name":"web","image":"${NGINX}","essential":true}]`,
    ],
    [
      "Terraform's list in a string",
      terraform(
        String.raw`"[\n  {\"name\": \"w\u00eb\\\"b\", \"image\":\t\"nginx:1.29\", \"command\": [\"\\u0041\"]}\n]"`,
      ),
      terraform(
        String.raw`"[\n  {\"name\": \"w\u00eb\\\"b\", \"image\":\t\"${NGINX}\", \"command\": [\"\\u0041\"]}\n]"`,
      ),
    ],
    [
      "Terraform's list as it is, and blocks in lists",
      '{"resource":[{"aws_ecs_task_definition":[{"web":[{"container_definitions":[{"image":"nginx:1.29"}]}]}]}]}',
      `{"resource":[{"aws_ecs_task_definition":[{"web":[{"container_definitions":[{"image":"${NGINX}"}]}]}]}]}`,
    ],
    [
      "CloudFormation",
      '{"Resources":{"T":{"Type":"AWS::ECS::TaskDefinition","Properties":{"ContainerDefinitions":[{"Image":"nginx:1.29"},{"Image":{"Ref":"Image"}}]}},"O":{"Type":"Custom::Thing","Properties":{"ContainerDefinitions":[{"Image":"nginx:1.29"}]}}}}',
      `{"Resources":{"T":{"Type":"AWS::ECS::TaskDefinition","Properties":{"ContainerDefinitions":[{"Image":"${NGINX}"},{"Image":{"Ref":"Image"}}]}},"O":{"Type":"Custom::Thing","Properties":{"ContainerDefinitions":[{"Image":"nginx:1.29"}]}}}}`,
    ],
    [
      "Kubernetes, however deep the pod is",
      '{"apiVersion":"v1","kind":"List","items":[{"kind":"CronJob","spec":{"jobTemplate":{"spec":{"template":{"spec":{"initContainers":[{"image":"grafana/loki"}],"containers":[{"image":"nginx:1.29"},{"name":"none"}]}}}}}}]}',
      `{"apiVersion":"v1","kind":"List","items":[{"kind":"CronJob","spec":{"jobTemplate":{"spec":{"template":{"spec":{"initContainers":[{"image":"${HUB}/grafana/loki"}],"containers":[{"image":"${NGINX}"},{"name":"none"}]}}}}}}]}`,
    ],
    [
      "a slash that is escaped",
      String.raw`{"containerDefinitions":[{"image":"docker.io\/library\/nginx:1.29"}]}`,
      `{"containerDefinitions":[{"image":"${NGINX}"}]}`,
    ],
    [
      "a byte order mark",
      '\uFEFF{"containerDefinitions":[{"image":"nginx:1.29"}]}',
      `\uFEFF{"containerDefinitions":[{"image":"${NGINX}"}]}`,
    ],
    [
      "the last of two keys, which is the one that counts",
      '{"containerDefinitions":[{"image":"alpine:3","image":"nginx:1.29"}]}',
      `{"containerDefinitions":[{"image":"alpine:3","image":"${NGINX}"}]}`,
    ],
  ])("is changed in %s", (_, text, expected) => {
    expect(throughCache(json, text)).toBe(expected);
    expect(throughCache(json, expected)).toBe(expected);
    expect(JSON.parse(expected.replace("\uFEFF", ""))).toBeDefined();
  });

  it.each([
    ["containers of something else", '{"containers":[{"image":"nginx:1"}]}'],
    [
      "a list of other things with images",
      '[{"name":"Cat","image":"cat.png"},{"name":"Dog","image":"nginx:1"}]',
    ],
    [
      "images that are no strings",
      '{"containerDefinitions":[{"image":null},{"image":["nginx"]},"nginx",3]}',
    ],
    ["an empty object", "{}"],
  ])("keeps %s", (_, text) => {
    expect(json.sites(text, "a.json")).toEqual([]);
  });

  it.each([
    [
      '{"resource":{"aws_lambda_function":{"f":{"image_uri":"nginx:1"}}}}',
      "nginx:1: Lambda cannot use",
    ],
    [
      '{"Resources":{"F":{"Type":"AWS::Lambda::Function","Properties":{"Code":{"ImageUri":"nginx:1"}}}}}',
      "nginx:1: Lambda cannot use",
    ],
    [
      '{"Resources":{"F":{"Type":"AWS::Serverless::Function","Properties":{"ImageUri":"nginx:1"}}}}',
      "nginx:1: Lambda cannot use",
    ],
    [terraform('"${jsonencode([{image = \\"nginx:1\\"}])}"'), "it is an expression of Terraform"],
  ])("says why an image stays: %s", (text, sentence) => {
    expect(refusals(json, text).join("\n")).toContain(sentence);
    expect(throughCache(json, text)).toBe(text);
  });

  it.each([
    ['{"containerDefinitions": [,]}', 26],
    ['{"containerDefinitions": [] // comment\n}', 28],
    ['{"containerDefinitions": [', 26],
    ["", 0],
  ])("says where a file is not JSON: %j", (text, offset) => {
    expect(() => json.sites(text, "a.json")).toThrow(
      expect.objectContaining({
        name: "FileProblem",
        offset,
        message: expect.stringMatching(/^not JSON: /),
      }),
    );
  });

  it.each([
    ['{"containerDefinitions": [{"cpu": ${cpu}}]}', true],
    ['{"containerDefinitions": {{ containers }}}', true],
    ['{"containerDefinitions": [\n%{ if x }\n{}\n%{ endif }]}', true],
    ['{"containerDefinitions": [{"image": "${image}"},]}', false],
  ])("is a template where a variable stands for a value: %j %s", (text, template) => {
    expect(() => json.sites(text, "a.json")).toThrow(expect.objectContaining({ template }));
  });

  it("is changed nowhere but at references, and once, whatever stands around them", () => {
    const image = fc.constantFrom(
      "nginx:1",
      "grafana/loki",
      "ghcr.io/a/b:2",
      "quay.io/a/b",
      "",
      'ü/"\\\n',
    );
    const containers = fc.array(
      fc.record({ name: fc.string(), image, extra: fc.jsonValue() }, { requiredKeys: ["name"] }),
    );
    const spaces = fc.constantFrom(0, 2, "\t");
    fc.assert(
      fc.property(containers, spaces, fc.boolean(), (list, indent, nested) => {
        const definitions = nested ? JSON.stringify(list, null, indent) : list;
        const text = JSON.stringify(
          JSON.parse(terraform(JSON.stringify(definitions))),
          null,
          indent,
        );
        const once = throughCache(json, text);
        expect(withoutCache(once)).toBe(withoutCache(text));
        expect(throughCache(json, once)).toBe(once);
        expect(JSON.parse(once)).toBeDefined();
        const mapped = list.filter((one) => /^(?:nginx|grafana|ghcr)/.test(one.image ?? "")).length;
        expect(once.split(CACHE)).toHaveLength(mapped + 1);
      }),
    );
  });
});

describe("development containers", () => {
  it.each([
    [".devcontainer/devcontainer.json", true],
    [".devcontainer.json", true],
    [".devcontainer/go/devcontainer.json", true],
    ["my-devcontainer.json", false],
  ])("are known by their name: %s %s", (path, known) => {
    expect(devContainer.handles(path, "")).toBe(known);
  });

  it("are changed at the image, with comments kept, and not at features", () => {
    const text = `// "image": "nginx:1.29"
{
  /* which */ "image": "nginx:1.29", // here
  "features": { "ghcr.io/devcontainers/features/node:1": {} },
}
`;
    expect(throughCache(devContainer, text)).toBe(
      text.replace('"nginx:1.29", // here', `"${NGINX}", // here`),
    );
  });

  it("have no place in a file that builds its image", () => {
    expect(
      devContainer.sites('{"build":{"dockerfile":"Dockerfile"}}', "devcontainer.json"),
    ).toEqual([]);
  });
});
