import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../../problems/value-type";
import { evaluate, Unresolvable } from "../terraform/expressions";
import type { Attributes, SynthesizedStack } from "../terraform/synthesized-stack";
import type { VariableValues } from "../terraform/variable-values";
import { type Statement, statementsIn } from "./policy-statements";

/** A setting that a stack would make, of which there is one for each account and Region. */
export interface WantedSetting {
  readonly type: string;
  readonly address: string;
  readonly attributes: Attributes;
  /** Whether its author says that whatever is there may go: `existing: "replace"`. */
  readonly replaces: boolean;
  /** Whether Terraform is told to take over what is there, by an import block. */
  readonly imported: boolean;
}

/** The stack's setting of a type. */
export function wantedSetting(
  { folder, json }: Pick<SynthesizedStack, "folder" | "json">,
  type: string,
): WantedSetting | undefined {
  const [named] = Object.entries(json.resource?.[type] ?? {});
  if (!named) return undefined;
  const [name, attributes] = named;
  const comment = attributes["//"];
  const address = `${type}.${name}`;
  return {
    type,
    address,
    attributes,
    replaces: isObject(comment) && comment["existing"] === "replace",
    imported: importedAddresses(folder).includes(address),
  };
}

/** What the files beside `cdk.tf.json` import, such as the one that `ecr-cache import` writes. */
function importedAddresses(folder: string): string[] {
  return filesIn(folder)
    .filter((name) => name.endsWith(".tf.json"))
    .flatMap((name) => [parsed(join(folder, name))["import"] ?? []].flat())
    .filter(isObject)
    .map(({ to }) => String(to));
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // The app was synthesized elsewhere.
  }
}

function parsed(file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isObject(value) ? value : {};
  } catch {
    return {}; // Terraform says where it is wrong.
  }
}

/** A call of a function of Terraform's in a text, such as one that puts statements into a policy. */
const CALL = /(?<!\$)\$\{\w+\([^{}]*\)\}/g;

/**
 * The statements of the registry's policy that a stack would put, as far as they can be known without
 * Terraform.
 */
export async function wantedStatements(
  { json }: Pick<SynthesizedStack, "json">,
  { attributes }: WantedSetting,
  accountId: string,
  { values }: VariableValues,
): Promise<Statement[]> {
  const document = json.data?.["aws_iam_policy_document"]?.["ecr_registry_policy"];
  const merged = [document?.["source_policy_documents"] ?? []].flat().map(String);
  const texts = [
    JSON.stringify({ Statement: [document?.["statement"] ?? []].flat().map(fromTerraform) }),
    ...merged,
    String(attributes["policy"]).replace(CALL, "null"),
  ];
  const known = await Promise.all(
    texts.flatMap(statementsIn).map((one) => evaluated(one, accountId, values)),
  );
  return known.filter((one) => one !== undefined);
}

/** A statement of Terraform's `aws_iam_policy_document` as the JSON of IAM has it. */
function fromTerraform(statement: unknown): Statement {
  const given = isObject(statement) ? statement : {};
  const { sid, effect = "Allow", actions, not_actions, resources, not_resources } = given;
  return Object.fromEntries(
    Object.entries({
      Sid: sid,
      Effect: effect,
      Principal: principalsOf(given["principals"]),
      NotPrincipal: principalsOf(given["not_principals"]),
      Action: actions,
      NotAction: not_actions,
      Resource: resources,
      NotResource: not_resources,
      Condition: conditionOf(given["condition"]),
    }).filter(([, value]) => value !== undefined),
  );
}

function principalsOf(blocks: unknown): Record<string, unknown> | undefined {
  if (!Array.isArray(blocks) || blocks.length === 0) return undefined;
  return Object.fromEntries(
    blocks.filter(isObject).map(({ type, identifiers }) => [String(type), identifiers]),
  );
}

function conditionOf(blocks: unknown): Record<string, unknown> | undefined {
  if (!Array.isArray(blocks) || blocks.length === 0) return undefined;
  const operators: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of blocks.filter(isObject)) {
    operators[String(test)] = { ...operators[String(test)], [String(variable)]: values };
  }
  return operators;
}

/** @returns nothing where only Terraform can know what the statement says */
async function evaluated(
  statement: Statement,
  accountId: string,
  values: VariableValues["values"],
): Promise<Statement | undefined> {
  const unknown = (what: string) => new Unresolvable(`only Terraform knows ${what}`);
  try {
    // As JSON text, each of its strings is between quotes, and is one string of Terraform's.
    const text = await evaluate(JSON.stringify(statement), {
      variable(name) {
        const given = values.get(name)?.at(-1);
        if (given === undefined) throw unknown(`var.${name}`);
        return JSON.stringify(String(given)).slice(1, -1);
      },
      data(type, attribute) {
        if (type === "aws_caller_identity" && attribute === "account_id") return accountId;
        throw unknown(`${type}.${attribute}`);
      },
      async resource(address, attribute) {
        throw unknown(`${address}.${attribute}`);
      },
    });
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof Unresolvable) return undefined;
    throw error;
  }
}
