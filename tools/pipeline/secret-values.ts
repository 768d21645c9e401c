import { UserError } from "../cli/user-error";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { VariableValues } from "../terraform/variable-values";

/** A shorter value, such as "true" or "eu", occurs in any text by chance, and is not a secret. */
const SHORTEST = 6;

/**
 * The values of the sensitive variables of a stack. Terraform hides them where it and the provider know
 * that they occur; this is a last check of everything that is printed or kept.
 */
export class SecretValues {
  readonly #names = new Map<string, string>();

  constructor(stack: SynthesizedStack, { values }: VariableValues) {
    for (const [name, { sensitive, ephemeral }] of Object.entries(stack.json.variable ?? {})) {
      if (!sensitive && !ephemeral) continue;
      for (const value of values.get(name) ?? []) this.#add(name, value);
    }
  }

  #add(name: string, value: unknown): void {
    for (const text of textsIn(value)) {
      // Terraform and JSON escape quotes and line breaks.
      for (const form of [text, JSON.stringify(text).slice(1, -1)]) this.#names.set(form, name);
      // Output is masked line by line.
      for (const line of text.split(/\r?\n/)) this.#names.set(line, name);
    }
    for (const form of this.#names.keys()) {
      if (form.length < SHORTEST) this.#names.delete(form);
    }
  }

  /** Replaces each value in a text, for a log. */
  mask(text: string): string {
    // The longest first: it may contain another one.
    const forms = [...this.#names.keys()].sort((a, b) => b.length - a.length);
    return forms.reduce((masked, form) => masked.replaceAll(form, "(sensitive value)"), text);
  }

  /**
   * @param where the name of the file with the text, for the message
   * @throws UserError when a value is in the text; it names the variable, never the value
   */
  refuseIn(text: string, where: string): void {
    for (const [form, name] of this.#names) {
      if (!text.includes(form)) continue;
      throw new UserError(
        `The value of the sensitive variable ${name} is in ${where}, so nothing was written. Something passes it on in a way that Terraform does not recognize as sensitive: check what uses var.${name}.`,
      );
    }
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value, ...textsInJson(value)];
  if (typeof value === "number") return [String(value)];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(textsIn);
}

/** `TF_VAR_…` contains lists and maps as strings, usually in JSON. */
function textsInJson(text: string): string[] {
  if (!/^\s*[[{]/.test(text)) return [];
  try {
    return textsIn(JSON.parse(text));
  } catch {
    return [];
  }
}
