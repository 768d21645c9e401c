import { ApiError, notFound } from "./api-error";
import { type Answer, EMPTY, one, type Resource, readResource, related } from "./json-api";
import { type Configuration, newId, type Organization } from "./organization";
import type { Routes } from "./routing";
import { workspaceOf } from "./workspaces";

/**
 * A run in a workspace of remote execution, up to where HCP Terraform would start it: what it is
 * given is kept, and the run is refused, since nothing here runs Terraform.
 *
 * @see https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run
 */
export const runRoutes: Routes = {
  "POST workspaces/:workspace/configuration-versions": (call) => {
    const configuration = { id: newId("cv"), uploadKey: newId("upload") };
    workspaceOf(call).configurations.push(configuration);
    return one(configurationResource(configuration, call.origin), 201);
  },
  "GET configuration-versions/:id": ({ params, organization, origin }) => {
    const found = allIn(organization).find(({ id }) => id === params["id"]);
    if (!found) throw notFound();
    return one(configurationResource(found, origin));
  },
  "POST runs": ({ body, organization }) => {
    const run = readResource(body, "runs");
    const [wanted] = related(run, "workspace");
    const [configuration] = related(run, "configuration-version");
    const workspace = organization.workspaces.find(({ id }) => id === wanted?.id);
    if (!workspace) throw notFound();
    const variables = (run.attributes?.["variables"] ?? []) as { key: string; value: string }[];
    workspace.runs.push({
      configuration: configuration?.id ?? "",
      variables: Object.fromEntries(variables.map(({ key, value }) => [key, value])),
    });
    throw new ApiError(422, "unprocessable entity", "Nothing runs Terraform here.");
  },
};

/** @returns `undefined` when the address was not made for a configuration */
export function uploadConfiguration(
  organization: Organization,
  key: string,
  body: Buffer,
): Answer | undefined {
  const configuration = allIn(organization).find(({ uploadKey }) => uploadKey === key);
  if (!configuration) return undefined;
  configuration.archive = body;
  return EMPTY;
}

function allIn({ workspaces }: Organization): Configuration[] {
  return workspaces.flatMap(({ configurations }) => configurations);
}

function configurationResource(configuration: Configuration, origin: string): Resource {
  const { id, archive, uploadKey } = configuration;
  const attributes = {
    status: archive ? "uploaded" : "pending",
    "upload-url": `${origin}/upload/${uploadKey}`,
  };
  return { id, type: "configuration-versions", attributes };
}
