/** A kind of request, and the change that is made to it. */
export interface Rule {
  /** The suffix of the name of the policy. */
  readonly suffix: string;
  readonly resource: string;
  readonly operation: "CREATE" | "UPDATE";
  readonly expression: string;
}

/**
 * The rules for new pods, and for ephemeral containers that are added to running pods.
 *
 * Updates of running pods are left alone, because another image would restart a container. So are
 * ephemeral containers that already exist: they cannot be changed, and a policy that tries to makes the
 * request fail.
 *
 * @param image turns CEL for an image into CEL for the image in its cache
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
