import { createHash } from "node:crypto";
import { conflict, invalid, notFound } from "./api-error";
import { type Answer, EMPTY, one, type Resource, readResource } from "./json-api";
import { newId, type Organization, type Workspace } from "./organization";
import type { ApiCall, Routes } from "./routing";
import { readOutputs } from "./state-outputs";
import { currentStateVersion, type StateVersion } from "./state-version";
import { workspaceOf } from "./workspaces";

/**
 * The statuses of refusals are HCP Terraform's, as far as they are documented; the words are not.
 *
 * @see https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions
 */
export const stateVersionRoutes: Routes = {
  "POST workspaces/:workspace/state-versions": (call) => {
    const workspace = workspaceOf(call);
    if (workspace.lockedBy !== call.user) {
      throw conflict("The workspace must be locked by the user who creates a state version.");
    }
    const version = newStateVersion(readResource(call.body, "state-versions"));
    checkFollows(workspace, version);
    workspace.stateVersions.push(version);
    return one(stateVersionResource(version, call), 201);
  },
  "GET workspaces/:workspace/current-state-version": (call) =>
    one(stateVersionResource(currentStateVersion(workspaceOf(call)), call)),
  "GET state-versions/:id": (call) => one(stateVersionResource(stateVersionOf(call), call)),
  "GET state-versions/:id/content": (call) => {
    const { content } = stateVersionOf(call);
    if (content === undefined) throw notFound();
    return { status: 200, contentType: "application/json", body: content };
  },
};

/** Takes a state, or its JSON form, which nothing here looks at, to the address made for it. */
export function uploadState(organization: Organization, key: string, body: Buffer): Answer {
  const version = allIn(organization).find(({ uploadKey }) => key.startsWith(uploadKey));
  if (!version) throw notFound();
  if (key.endsWith(".json")) return EMPTY;
  if (createHash("md5").update(body).digest("hex") !== version.md5) {
    throw invalid("The MD5 is not that of the state.");
  }
  version.content = body.toString("utf8");
  return EMPTY;
}

function newStateVersion({ attributes = {} }: Resource): StateVersion {
  const { serial, md5, lineage } = attributes;
  if (typeof serial !== "number") throw invalid("Serial is missing");
  if (typeof md5 !== "string") throw invalid("MD5 is missing");
  if (attributes["state"] !== undefined) throw invalid("State is not uploaded separately");
  return {
    id: newId("sv"),
    serial,
    md5,
    lineage: typeof lineage === "string" ? lineage : undefined,
    outputs: readOutputs(attributes["json-state-outputs"]),
    uploadKey: newId("upload"),
  };
}

function checkFollows({ stateVersions }: Workspace, { serial, lineage }: StateVersion): void {
  const latest = stateVersions.at(-1);
  if (!latest) return;
  if (serial <= latest.serial) {
    throw conflict(`The serial ${serial} is not higher than ${latest.serial}.`);
  }
  if (lineage !== latest.lineage) throw conflict("The lineage is that of another state.");
}

function stateVersionOf({ params, organization }: ApiCall): StateVersion {
  const version = allIn(organization).find(({ id }) => id === params["id"]);
  if (!version) throw notFound();
  return version;
}

function allIn({ workspaces }: Organization): StateVersion[] {
  return workspaces.flatMap(({ stateVersions }) => stateVersions);
}

function stateVersionResource(version: StateVersion, { origin }: ApiCall): Resource {
  const { id, serial, content, uploadKey } = version;
  const pending = content === undefined;
  return {
    id,
    type: "state-versions",
    attributes: {
      serial,
      status: pending ? "pending" : "finalized",
      "resources-processed": !pending,
      "hosted-state-upload-url": pending ? `${origin}/upload/${uploadKey}` : null,
      "hosted-json-state-upload-url": pending ? `${origin}/upload/${uploadKey}.json` : null,
      "hosted-state-download-url": `${origin}/api/v2/state-versions/${id}/content`,
    },
  };
}
