import { factsOf, filled, registryAt } from "./registry-address";
import { fixForHost } from "./upstream-host";

/** What to do about images of a host that no cache covers, in one sentence. */
export function adviceForHost(host: string): string {
  const found = registryAt(host);
  if (found) {
    const { key, call } = factsOf(found.registry);
    return `add it to the upstreams in main.ts: ${key}: ${filled(call, found.parts)}`;
  }
  return fixForHost(host).replace("leave it out: ", "");
}
