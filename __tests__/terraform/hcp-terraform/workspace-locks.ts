import { conflict } from "./api-error";
import { one } from "./json-api";
import type { Workspace } from "./organization";
import type { ApiCall, Routes } from "./routing";
import type { StateVersion } from "./state-version";
import { workspaceOf, workspaceResource } from "./workspaces";

/** @see https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces#lock-a-workspace */
export const lockRoutes: Routes = {
  "POST workspaces/:workspace/actions/lock": (call) => {
    const workspace = workspaceOf(call);
    if (workspace.lockedBy !== undefined) throw conflict("Unable to lock workspace.");
    workspace.lockedBy = call.user;
    return one(workspaceResource(workspace, call));
  },
  "POST workspaces/:workspace/actions/unlock": (call) => {
    const workspace = workspaceOf(call);
    const { lockedBy, stateVersions, name } = workspace;
    if (lockedBy === undefined) throw conflict("Unable to unlock workspace.");
    if (lockedBy !== call.user) throw conflict(`${name} is locked by User ${lockedBy}`);
    if (latestIsPending(stateVersions)) {
      throw conflict("The latest state version is still pending.");
    }
    return unlocked(workspace, call);
  },
  "POST workspaces/:workspace/actions/force-unlock": (call) => {
    const workspace = workspaceOf(call);
    if (workspace.lockedBy === undefined) throw conflict("Unable to unlock workspace.");
    return unlocked(workspace, call);
  },
};

/** Terraform tries again until the state that it uploads has arrived. */
function latestIsPending(versions: readonly StateVersion[]): boolean {
  const latest = versions.at(-1);
  return latest !== undefined && latest.content === undefined;
}

function unlocked(workspace: Workspace, call: ApiCall) {
  delete workspace.lockedBy;
  return one(workspaceResource(workspace, call));
}
