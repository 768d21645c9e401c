import { UserError } from "../cli/user-error";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { VariableValues } from "../terraform/variable-values";

/** A shorter value is in any text by chance ("true", "1", "eu"), and no secret. */
const SHORTEST = 6;

/**
 * The values of the variables that a stack declares sensitive. Terraform hides them as far as it and
 * the provider know where they go; this is the last look at what is shown and what is kept.
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
      // Terraform and JSON write quotes and line ends in their own way.
      for (const form of [text, JSON.stringify(text).slice(1, -1)]) this.#names.set(form, name);
      // Output is looked at line by line.
      for (const line of text.split(/\r?\n/)) this.#names.set(line, name);
    }
    for (const form of this.#names.keys()) {
      if (form.length < SHORTEST) this.#names.delete(form);
    }
  }

  /** The text with each value replaced, for a log. */
  mask(text: string): string {
    // The longest first: another one may be a part of it.
    const forms = [...this.#names.keys()].sort((a, b) => b.length - a.length);
    return forms.reduce((masked, form) => masked.replaceAll(form, "(sensitive value)"), text);
  }

  /**
   * @param where what the text would become, for the message
   * @throws UserError when a value is in the text; it names the variable, never the value
   */
  refuseIn(text: string, where: string): void {
    for (const [form, name] of this.#names) {
      if (!text.includes(form)) continue;
      throw new UserError(
        `The value of the sensitive variable ${name} is in ${where}, so nothing was written. Something hands it on to where Terraform does not know that it is sensitive: look at what uses var.${name}.`,
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

/** `TF_VAR_…` gives lists and maps as text; JSON is what people write there. */
function textsInJson(text: string): string[] {
  if (!/^\s*[[{]/.test(text)) return [];
  try {
    return textsIn(JSON.parse(text));
  } catch {
    return [];
  }
}
