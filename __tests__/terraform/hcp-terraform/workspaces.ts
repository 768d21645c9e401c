import { invalid, notFound } from "./api-error";
import { many, one, type Resource, readResource, readResources, related } from "./json-api";
import { newId, type Workspace } from "./organization";
import { checkOrganization } from "./organizations";
import type { ApiCall, Routes } from "./routing";
import { hasTags, readTags, tagBindings } from "./workspace-tags";

/** What Terraform looks at before it plans and applies: everybody here may do everything. */
const PERMISSIONS = ["can-lock", "can-unlock", "can-queue-run", "can-update"];

/** @see https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces */
export const workspaceRoutes: Routes = {
  "GET organizations/:organization/workspaces": (call) => {
    checkOrganization(call);
    const project = call.query.get("filter[project][id]");
    const found = call.organization.workspaces.filter(
      (one) => hasTags(one.tags, call.query) && (project === null || project === one.project.id),
    );
    return many(found.map((workspace) => workspaceResource(workspace, call)));
  },
  "POST organizations/:organization/workspaces": (call) => {
    checkOrganization(call);
    const workspace = newWorkspace(call);
    call.organization.workspaces.push(workspace);
    return one(workspaceResource(workspace, call), 201);
  },
  "GET organizations/:organization/workspaces/:name": (call) => {
    checkOrganization(call);
    const { name } = call.params;
    const workspace = call.organization.workspaces.find((one) => one.name === name);
    if (!workspace) throw notFound();
    return one(workspaceResource(workspace, call));
  },
  "GET workspaces/:workspace": (call) => one(workspaceResource(workspaceOf(call), call)),
  "PATCH workspaces/:workspace": (call) => {
    const workspace = workspaceOf(call);
    const changes = readResource(call.body, "workspaces").attributes;
    const version = changes?.["terraform-version"];
    if (typeof version === "string") workspace.terraformVersion = version;
    return one(workspaceResource(workspace, call));
  },
  "GET workspaces/:workspace/tag-bindings": (call) => many(tagBindings(workspaceOf(call).tags)),
  "PATCH workspaces/:workspace/tag-bindings": (call) => {
    const { tags } = workspaceOf(call);
    const given = readTags(readResources(call.body, "tag-bindings"));
    for (const [key, value] of given) tags.set(key, value);
    return many(tagBindings(tags));
  },
};

/** @throws when the path names no workspace */
export function workspaceOf({ params, organization }: ApiCall): Workspace {
  const workspace = organization.workspaces.find(({ id }) => id === params["workspace"]);
  if (!workspace) throw notFound();
  return workspace;
}

export function workspaceResource(workspace: Workspace, { organization }: ApiCall): Resource {
  const { id, name, executionMode, project, lockedBy, tags, terraformVersion } = workspace;
  return {
    id,
    type: "workspaces",
    attributes: {
      name,
      "execution-mode": executionMode,
      operations: executionMode === "remote",
      locked: lockedBy !== undefined,
      "terraform-version": terraformVersion,
      "tag-names": [...tags.keys()],
      permissions: Object.fromEntries(PERMISSIONS.map((permission) => [permission, true])),
    },
    relationships: {
      organization: { data: { id: organization.name, type: "organizations" } },
      project: { data: { id: project.id, type: "projects" } },
    },
  };
}

function newWorkspace({ body, organization }: ApiCall): Workspace {
  const asked = readResource(body, "workspaces");
  const name = String(asked.attributes?.["name"] ?? "");
  if (!/^[A-Za-z0-9_-]{1,90}$/.test(name)) throw invalid(`Name "${name}" is not allowed`);
  if (organization.workspaces.some((one) => one.name === name)) {
    throw invalid("Name has already been taken");
  }
  const [wanted] = related(asked, "project");
  const project = organization.projects.find(({ id }) => wanted === undefined || id === wanted.id);
  if (!project) throw notFound();
  return {
    id: newId("ws"),
    name,
    project,
    executionMode: organization.defaultExecutionMode,
    terraformVersion: "1.11.0",
    tags: readTags([...related(asked, "tag-bindings"), ...related(asked, "tags")]),
    stateVersions: [],
    configurations: [],
    runs: [],
  };
}
