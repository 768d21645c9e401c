import { invalid, notFound } from "./api-error";
import { many, one, type Resource } from "./json-api";
import { newId } from "./organization";
import type { Routes } from "./routing";
import { currentStateVersion, type StateOutput } from "./state-version";
import { workspaceOf } from "./workspaces";

/** @see https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-version-outputs */
export const stateOutputRoutes: Routes = {
  // A list does not show the values of sensitive outputs; each has to be asked for.
  "GET workspaces/:workspace/current-state-version-outputs": (call) => {
    const { outputs } = currentStateVersion(workspaceOf(call));
    return many(outputs.map((output) => outputResource(output, !output.sensitive)));
  },
  "GET state-version-outputs/:id": ({ params, organization }) => {
    const versions = organization.workspaces.flatMap(({ stateVersions }) => stateVersions);
    const output = versions.flatMap(({ outputs }) => outputs).find(({ id }) => id === params["id"]);
    if (!output) throw notFound();
    return one(outputResource(output, true));
  },
};

/** The outputs that come with a state: base64 of what `terraform show -json` calls `outputs`. */
export function readOutputs(given: unknown): StateOutput[] {
  if (typeof given !== "string") throw invalid("The outputs of the state are missing");
  const outputs = JSON.parse(Buffer.from(given, "base64").toString("utf8"));
  return Object.entries<Omit<StateOutput, "id" | "name">>(outputs).map(([name, output]) => ({
    id: newId("wsout"),
    name,
    value: output.value,
    type: output.type,
    sensitive: output.sensitive,
  }));
}

function outputResource(
  { id, name, value, type, sensitive }: StateOutput,
  open: boolean,
): Resource {
  return {
    id,
    type: "state-version-outputs",
    attributes: { name, sensitive, value: open ? value : null, "detailed-type": type },
  };
}
