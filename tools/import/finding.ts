/** The result of looking for a resource in AWS. */
export type Finding =
  | {
      readonly kind: "found";
      /** The import id of Terraform, which is also the attribute `id`. */
      readonly id: string;
      /** Attributes that other resources refer to, apart from `id` and those in the JSON. */
      readonly attributes?: Readonly<Record<string, string>>;
    }
  | {
      /** It does not exist: Terraform will create it. */
      readonly kind: "missing";
      readonly note?: string;
    }
  | {
      /** Whether it exists is unknown, or it cannot be imported as it is. */
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
