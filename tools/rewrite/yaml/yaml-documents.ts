import { parseAllDocuments, type YAMLParseError } from "yaml";
import { FileProblem } from "../file-problem";
import { YamlNode } from "./yaml-node";

/** Numbers such as the tag 1.10 stay text, as does what only some versions of YAML call a boolean. */
const OPTIONS = {
  schema: "failsafe",
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "silent",
} as const;

/**
 * The documents of a file.
 *
 * @throws FileProblem when it is no YAML; in a template that is no mistake
 */
export function yamlDocuments(text: string): readonly YamlNode[] {
  const documents = [...parseAllDocuments(text, OPTIONS)];
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error) throw problem(error, text);
  return documents.map((document) => YamlNode.root({ text, document }));
}

function problem({ message, pos }: YAMLParseError, text: string): FileProblem {
  const sentence = message.charAt(0).toLowerCase() + message.slice(1);
  return new FileProblem(`this is not YAML: ${sentence}`, pos[0], { template: isTemplate(text) });
}

/** Helm's, Jinja's and Go's templates only become YAML later. */
export function isTemplate(text: string): boolean {
  return text.includes("{{") || text.includes("{%");
}
