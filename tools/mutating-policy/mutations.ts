/** One kind of requests, and what is changed in them. */
export interface Rule {
  /** What stands behind the policy's name. */
  readonly suffix: string;
  readonly resource: string;
  readonly operation: "CREATE" | "UPDATE";
  readonly expression: string;
}

/**
 * New pods, and debugging containers that are added to running ones.
 *
 * Changes of running pods are left alone: another image would restart a container that runs well.
 * So are debugging containers that were there before: they cannot be changed, and a policy that
 * tries makes the request fail.
 *
 * @param image makes CEL for an image through the cache of CEL for the image
 * @see https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 */
export function rulesFor(image: (of: string) => string): Rule[] {
  const through = image("c.image");
  return [
    {
      suffix: "",
      resource: "pods",
      operation: "CREATE",
      expression: spec({
        containers: containers("containers", through),
        initContainers: ifAny("initContainers", containers("initContainers", through)),
      }),
    },
    {
      suffix: "-debug",
      resource: "pods/ephemeralcontainers",
      operation: "UPDATE",
      expression: spec({
        ephemeralContainers: ifAny(
          "ephemeralContainers",
          containers("ephemeralContainers", `${WAS_THERE} ? c.image :\n${through}`),
        ),
      }),
    },
  ];
}

const WAS_THERE =
  "has(oldObject.spec.ephemeralContainers) && oldObject.spec.ephemeralContainers.exists(o, o.name == c.name)";

function spec(lists: Readonly<Record<string, string>>): string {
  const fields = Object.entries(lists).map(([name, list]) => `${name}: ${list}`);
  return `Object{\n  spec: Object.spec{\n${indented(fields.join(",\n"), 4)}\n  }\n}\n`;
}

function containers(list: string, image: string): string {
  return `object.spec.${list}.map(c, Object.spec.${list}{\n  name: c.name,\n  image:\n${indented(image, 4)}\n})`;
}

function ifAny(list: string, value: string): string {
  return `has(object.spec.${list}) ? ${value} : []`;
}

function indented(text: string, by: number): string {
  return text.replaceAll(/^/gm, " ".repeat(by));
}
