/** What became of looking for a resource in AWS. */
export type Finding =
  | {
      readonly kind: "found";
      /** What Terraform imports it by, which is its attribute `id` too. */
      readonly id: string;
      /** What other resources refer to, besides `id` and what the JSON says. */
      readonly attributes?: Readonly<Record<string, string>>;
    }
  | {
      /** Terraform will make it. */
      readonly kind: "missing";
      readonly note?: string;
    }
  | {
      /** Nobody knows, or it cannot be imported as it is. */
      readonly kind: "unknown";
      readonly why: string;
    };

export function found(id: string, attributes?: Readonly<Record<string, string>>): Finding {
  return { kind: "found", id, attributes };
}

export function missing(note?: string): Finding {
  return { kind: "missing", note };
}

export function unknown(why: string): Finding {
  return { kind: "unknown", why };
}
