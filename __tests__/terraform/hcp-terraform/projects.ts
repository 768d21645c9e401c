import { invalid } from "./api-error";
import { many, one, type Resource, readResource } from "./json-api";
import { newId, type Project } from "./organization";
import { checkOrganization } from "./organizations";
import type { Routes } from "./routing";

/** @see https://developer.hashicorp.com/terraform/cloud-docs/api-docs/projects */
export const projectRoutes: Routes = {
  "GET organizations/:organization/projects": (call) => {
    checkOrganization(call);
    const names = call.query.get("filter[names]")?.split(",");
    const found = call.organization.projects.filter(({ name }) => names?.includes(name) ?? true);
    return many(found.map(projectResource));
  },
  "POST organizations/:organization/projects": (call) => {
    checkOrganization(call);
    const name = String(readResource(call.body, "projects").attributes?.["name"] ?? "");
    const { projects } = call.organization;
    if (!/^[\w -]{3,40}$/.test(name)) throw invalid(`Name "${name}" is not allowed`);
    if (projects.some((project) => project.name === name)) {
      throw invalid("Name has already been taken");
    }
    const project = { id: newId("prj"), name };
    projects.push(project);
    return one(projectResource(project), 201);
  },
};

function projectResource({ id, name }: Project): Resource {
  return { id, type: "projects", attributes: { name } };
}
