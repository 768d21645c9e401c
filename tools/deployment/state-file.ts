import { isObject } from "../../problems/value-type";
import { parseJson } from "../json";

/** What a stack has in AWS, as its Terraform state says. */
export interface DeployedStack {
  /** The types of the resources, each once. */
  readonly types: ReadonlySet<string>;
  /** The Regions of the resources; none where the state does not tell. */
  readonly regions: ReadonlySet<string>;
  /** The accounts of the resources; none where the state does not tell. */
  readonly accounts: ReadonlySet<string>;
  /** The prefixes of the caches. */
  readonly prefixes: readonly string[];
}

/** A state of which nothing is deployed: that of a stack before its first deployment. */
export const NOTHING_DEPLOYED: DeployedStack = {
  types: new Set(),
  regions: new Set(),
  accounts: new Set(),
  prefixes: [],
};

/** `arn:aws:secretsmanager:eu-west-1:111111111111:…`; those of IAM have no Region. */
const ARN = /^arn:[\w-]+:[\w-]+:([\w-]*):(\d{12}):/;

const REGISTRY = /\b(\d{12})\.dkr\.ecr\.([\w-]+)\.amazonaws\.com/;

/** The outputs of a stack that have its registry's address, and no other's. */
const OUTPUTS = ["docker_login_command", "ecr_cache_prefix"];

/**
 * Reads a state of Terraform. Only what names a place is kept: a state may hold tokens.
 *
 * @returns nothing when the text is no state that can be read, such as an encrypted one of OpenTofu
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function parseState(text: string): DeployedStack | undefined {
  const state = parseJson(text);
  if (!isObject(state) || state["version"] !== 4 || !Array.isArray(state["resources"])) {
    return undefined;
  }
  const resources = state["resources"].filter(isObject).filter(({ mode }) => mode === "managed");
  const deployed = resources.flatMap((one) => {
    const instances = Array.isArray(one["instances"]) ? one["instances"].filter(isObject) : [];
    return instances.map(({ attributes }) => ({
      type: String(one["type"]),
      attributes: isObject(attributes) ? attributes : {},
    }));
  });
  const attributes = deployed.map((one) => one.attributes);
  const arns = attributes.map(({ arn }) => ARN.exec(String(arn)));
  const registries = deployed.length > 0 ? registriesIn(state["outputs"]) : [];
  return {
    types: new Set(deployed.map(({ type }) => type)),
    regions: texts(
      attributes.map(({ region }) => region),
      arns.map((arn) => arn?.[1]),
      registries.map((registry) => registry?.[2]),
    ),
    accounts: texts(
      attributes.map(({ registry_id }) => registry_id),
      arns.map((arn) => arn?.[2]),
      registries.map((registry) => registry?.[1]),
    ),
    prefixes: [...texts(attributes.map((one) => one["ecr_repository_prefix"]))],
  };
}

function registriesIn(outputs: unknown): (RegExpExecArray | null)[] {
  if (!isObject(outputs)) return [];
  return OUTPUTS.map((name) => REGISTRY.exec(JSON.stringify(outputs[name] ?? "")));
}

function texts(...lists: readonly (readonly unknown[])[]): Set<string> {
  return new Set(lists.flat().filter((one) => typeof one === "string" && one !== "") as string[]);
}
