import type { Answer } from "./json-api";
import type { Organization } from "./organization";

/** A request that a route takes, as far as it matters. */
export interface ApiCall {
  /** What stands in the place of the `:words` of the route. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: string;
  /** The user that the token belongs to. */
  readonly user: string;
  readonly organization: Organization;
  /** Begins each address of this server: `https://localhost:PORT`. */
  readonly origin: string;
}

/** By method and path, such as `GET workspaces/:workspace`. */
export type Routes = Readonly<Record<string, (call: ApiCall) => Answer>>;

export interface FoundRoute {
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
}

/** The route that a request takes, if there is one. */
export function findRoute(routes: Routes, method: string, path: string): FoundRoute | undefined {
  for (const name of Object.keys(routes)) {
    const [itsMethod, pattern = ""] = name.split(" ");
    const params = itsMethod === method ? match(pattern.split("/"), path.split("/")) : undefined;
    if (params) return { name, params };
  }
  return undefined;
}

function match(pattern: string[], path: string[]): Record<string, string> | undefined {
  if (pattern.length !== path.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const given = decodeURIComponent(path[index] ?? "");
    if (part.startsWith(":")) params[part.slice(1)] = given;
    else if (part !== given) return undefined;
  }
  return params;
}
