import { explainAwsError, isAnswer } from "../aws/aws-failure";
import type { Aws } from "../aws/connection";
import { evaluate, knownReferences, type References, Unresolvable } from "../terraform/expressions";
import type { Attributes, StackJson } from "../terraform/synthesized-stack";
import { FINDERS } from "./finders";
import { type Finding, missing, unknown } from "./finding";
import type { Wanted } from "./wanted";

/** A resource that another one refers to does not exist, so neither does the other one. */
class ReferenceMissing extends Error {}

/** Finds out which resources of one stack already exist in AWS. Each is looked for once. */
export class Survey {
  private readonly findings = new Map<string, Promise<Finding>>();
  private readonly references: References;

  constructor(
    private readonly stack: Pick<StackJson, "resource" | "variable">,
    private readonly aws: Aws,
    /** The environment with the values of variables: `TF_VAR_…`. */
    env: NodeJS.ProcessEnv = process.env,
  ) {
    this.references = {
      ...knownReferences(stack, aws.accountId, env),
      resource: (address, attribute) => this.attribute(address, attribute),
    };
  }

  /** Every address of the stack that AWS can have, with the finding. */
  async all(): Promise<[address: string, finding: Finding][]> {
    const addresses = this.resources()
      .map(({ address }) => address)
      .filter((address) => !address.startsWith("terraform_data."));
    return Promise.all(
      addresses.map(
        async (address): Promise<[string, Finding]> => [address, await this.find(address)],
      ),
    );
  }

  private find(address: string): Promise<Finding> {
    const known = this.findings.get(address);
    if (known) return known;
    const finding = this.look(address);
    this.findings.set(address, finding);
    return finding;
  }

  private async look(address: string): Promise<Finding> {
    const [type = ""] = address.split(".");
    const finder = FINDERS[type];
    if (!finder) return unknown(`this command cannot look for the type ${type}`);
    try {
      return await finder.find(this.wanted(address, this.attributesOf(address)), this.aws);
    } catch (error) {
      if (error instanceof ReferenceMissing) return missing();
      if (error instanceof Unresolvable) return unknown(error.message);
      const what = explainAwsError(error)?.what;
      if (what !== undefined) return unknown(what);
      if (isAnswer(error)) return unknown(`${error.name}: ${error.message}`);
      throw error;
    }
  }

  private wanted(address: string, attributes: Attributes): Wanted {
    return {
      has: (attribute) => attributes[attribute] !== undefined,
      text: (attribute) => this.text(attributes, attribute),
      referrers: (type, attribute) =>
        this.resources()
          .filter((one) => one.address.startsWith(`${type}.`))
          .filter((one) => String(one.attributes[attribute]).includes(`\${${address}.`))
          .map((one) => this.wanted(one.address, one.attributes)),
    };
  }

  private async text(attributes: Attributes, attribute: string): Promise<string> {
    const value = attributes[attribute];
    if (value === undefined) throw new Unresolvable(`it has no ${attribute}`);
    return evaluate(String(value), this.references);
  }

  private resources() {
    return Object.entries(this.stack.resource ?? {}).flatMap(([type, ofType]) =>
      Object.entries(ofType).map(([name, attributes]) => ({
        address: `${type}.${name}`,
        attributes,
      })),
    );
  }

  private attributesOf(address: string): Attributes {
    return this.resources().find((one) => one.address === address)?.attributes ?? {};
  }

  private async attribute(address: string, attribute: string): Promise<string> {
    const attributes = this.attributesOf(address);
    if (attributes[attribute] !== undefined) return this.text(attributes, attribute);
    const finding = await this.find(address);
    if (finding.kind === "missing") throw new ReferenceMissing();
    if (finding.kind === "unknown") throw new Unresolvable(`${address} is unknown itself`);
    const value = attribute === "id" ? finding.id : finding.attributes?.[attribute];
    if (value === undefined) throw new Unresolvable(`only Terraform reads ${address}.${attribute}`);
    return value;
  }
}
