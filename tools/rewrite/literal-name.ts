import { parseImageReference } from "../../references/image-reference";

/** A reference of which only the tag is a variable. */
export interface LiteralName {
  readonly name: string;
  /** The tag as it is written, with the colon in front. */
  readonly rest: string;
}

/** `${{ … }}` of GitHub, `$[[ … ]]` of GitLab, `${TAG:-1.29}` and `$TAG` of shells, `$(TAG)` of Kubernetes and Tekton, `{{ … }}` of templates. */
const VARIABLE =
  "\\$\\{\\{[^{}]*\\}\\}|\\$\\[\\[[^[\\]]*\\]\\]|\\$\\{[^{}/@]*\\}|\\$\\([A-Za-z_][\\w.-]*\\)|\\$[A-Za-z_]|\\{\\{[^{}]*\\}\\}";

const NAME_AND_VARIABLE_TAG = new RegExp(`^([^\\s\${}@]+)(:(?:[\\w.-]|${VARIABLE})+)$`);

/**
 * Parses a reference such as `nginx:${TAG:-1.29}`: whatever the value of the variable, it is a tag of nginx.
 *
 * @returns nothing when the name contains a variable, or the variable may be more than a tag
 */
export function literalName(text: string): LiteralName | undefined {
  const [, name = "", rest = ""] = NAME_AND_VARIABLE_TAG.exec(text) ?? [];
  if (!/[${]/.test(rest)) return undefined;
  const reference = parseImageReference(name);
  return reference && reference.tag === undefined ? { name, rest } : undefined;
}
