import { posix } from "node:path";
import { parseImageReference } from "../../../references/image-reference";
import type { Edit, FileFormat, ImageSite } from "../image-site";
import { nodesAt } from "../yaml/walk";
import { yamlDocuments } from "../yaml/yaml-documents";
import type { YamlNode } from "../yaml/yaml-node";
import { valuesSites } from "./helm-values";

const NAME = /^kustomization\.ya?ml$|^Kustomization$/;

/** Kustomizations: what `images` makes of an image is changed, never the name that it looks for. */
export const kustomization: FileFormat = {
  name: "Kustomization",
  handles: (path) => NAME.test(posix.basename(path)),
  sites: (text) => {
    const documents = yamlDocuments(text);
    return documents.flatMap((file) => [
      ...nodesAt(file, ["images"]).flatMap((image) => imageSites(image, text)),
      ...nodesAt(file, ["helmCharts", "valuesInline"]).flatMap(valuesSites),
    ]);
  },
};

function imageSites(image: YamlNode, text: string): ImageSite[] {
  const name = image.get("name");
  if (name?.text === undefined) return [];
  const newName = image.get("newName");
  const shown = newName?.text === undefined ? name : newName;
  const version = versionOf(image);
  const whole = shown.text + version;
  return [
    {
      offset: shown.offset,
      reference: parseImageReference(whole) ? whole : (shown.text ?? ""),
      replace: (reference) => {
        const to = version !== "" && reference.endsWith(version) ? version.length : 0;
        const wanted = reference.slice(0, reference.length - to);
        return newName?.text === undefined
          ? inserted(image, name, wanted, text)
          : changed(name, newName, wanted, text);
      },
    },
  ];
}

function versionOf(image: YamlNode): string {
  const tag = image.get("newTag")?.text;
  const digest = image.get("digest")?.text;
  return (tag === undefined ? "" : `:${tag}`) + (digest === undefined ? "" : `@${digest}`);
}

/** An entry without `newName` keeps the name: the new one is a line under it. */
function inserted(image: YamlNode, name: YamlNode, to: string, text: string): Edit[] | undefined {
  const key = image.keyOffset("name");
  if (key === undefined || image.get("newName") !== undefined || name.shared) return undefined;
  if (image.isFlow) return [{ start: name.end, end: name.end, text: `, newName: ${to}` }];
  const line = text.lastIndexOf("\n", key - 1) + 1;
  const indent = text.slice(line, key).replace(/\S/g, " ");
  const stop = text.indexOf("\n", name.end);
  const ending =
    stop > 0 && text[stop - 1] === "\r" ? "\r\n" : text.includes("\r\n") ? "\r\n" : "\n";
  const at = stop < 0 ? text.length : stop - (text[stop - 1] === "\r" ? 1 : 0);
  return [{ start: at, end: at, text: `${ending}${indent}newName: ${to}` }];
}

/** A new name that says no more than the name goes again, where it has a line of its own. */
function changed(name: YamlNode, newName: YamlNode, to: string, text: string): Edit[] | undefined {
  const edit = newName.replaced(newName.text ?? "", to);
  if (!edit || newName.shared) return undefined;
  if (!isSame(name.text ?? "", to)) return [edit];
  const before = /(\r?\n[ \t]+|,\s*)newName:\s*["']?$/.exec(text.slice(0, edit.start))?.[0];
  const [, quote = ""] = /^(["']?)[ \t]*(?:\r?\n|,|\}|$)/.exec(text.slice(edit.end)) ?? [
    undefined,
    null,
  ];
  if (before === undefined || quote === null) return [edit];
  return [{ start: edit.start - before.length, end: edit.end + quote.length, text: "" }];
}

function isSame(name: string, other: string): boolean {
  const [one, two] = [parseImageReference(name), parseImageReference(other)];
  return one !== undefined && one.host === two?.host && one.repository === two.repository;
}
