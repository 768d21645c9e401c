import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { Gateway } from "./hcp-terraform/gateway";
import { newId, Organization, type Workspace } from "./hcp-terraform/organization";

/*
 * What this HCP Terraform refuses. Terraform itself asks for nothing of the kind, so that without
 * these tests its own mistakes would go through.
 */
describe("HCP Terraform on loopback", () => {
  let organization: Organization;
  let gateway: Gateway;
  let workspace: Workspace;

  beforeEach(() => {
    organization = new Organization("acme", "local");
    gateway = new Gateway(organization, { "token-of-ann": "ann", "token-of-bob": "bob" });
    ask("ann", "POST", "organizations/acme/workspaces", { name: "cache" }, "workspaces");
    const [made] = organization.workspaces;
    if (!made) throw new Error("no workspace was made");
    workspace = made;
  });

  function ask(user: string, method: string, path: string, given = {}, type = "none") {
    const answer = gateway.answer({
      method,
      url: new URL(`https://localhost/api/v2/${path}`),
      authorization: `Bearer token-of-${user}`,
      body: Buffer.from(JSON.stringify({ data: { type, attributes: given } })),
    });
    const attributes: Record<string, string> | undefined =
      answer.body === "" ? undefined : JSON.parse(answer.body).data?.attributes;
    return { status: answer.status, attributes };
  }

  const lock = (user: string) =>
    ask(user, "POST", `workspaces/${workspace.id}/actions/lock`).status;
  const unlock = (user: string) =>
    ask(user, "POST", `workspaces/${workspace.id}/actions/unlock`).status;

  const STATE = JSON.stringify({ version: 4 });
  const version = (serial: number, lineage = "one") => ({
    serial,
    lineage,
    md5: createHash("md5").update(STATE).digest("hex"),
    "json-state-outputs": Buffer.from("{}").toString("base64"),
  });
  const create = (user: string, attributes: object) =>
    ask(user, "POST", `workspaces/${workspace.id}/state-versions`, attributes, "state-versions");

  function upload(created: ReturnType<typeof create>, body: string): number {
    const url = new URL(
      created.attributes?.["hosted-state-upload-url"] ?? "https://localhost/upload/",
    );
    return gateway.answer({ method: "PUT", url, authorization: undefined, body: Buffer.from(body) })
      .status;
  }

  it("refuses whoever has no token that it knows", () => {
    expect(ask("nobody", "GET", "organizations/acme/workspaces").status).toBe(401);
  });

  it("refuses what it does not know, and records that", () => {
    expect(ask("ann", "GET", "organizations/acme/runs").status).toBe(404);
    expect(gateway.calls.at(-1)).toMatchObject({ known: false, status: 404 });
  });

  it("refuses another organization, and a workspace that is not there", () => {
    expect(ask("ann", "GET", "organizations/acmee/entitlement-set").status).toBe(404);
    expect(ask("ann", "GET", `workspaces/${newId("ws")}`).status).toBe(404);
  });

  it.each(["", "a b", "a/b", "a".repeat(91), "cache"])(
    "refuses a new workspace named %j",
    (name) => {
      const { status } = ask(
        "ann",
        "POST",
        "organizations/acme/workspaces",
        { name },
        "workspaces",
      );
      expect(status).toBe(422);
    },
  );

  it("refuses a second lock, and an unlock by somebody else or of nothing", () => {
    expect(unlock("ann")).toBe(409);
    expect(lock("ann")).toBe(200);
    expect(lock("ann")).toBe(409);
    expect(lock("bob")).toBe(409);
    expect(unlock("bob")).toBe(409);
    expect(unlock("ann")).toBe(200);
  });

  it("refuses a state of whoever does not hold the lock", () => {
    expect(create("ann", version(1)).status).toBe(409);
    lock("ann");
    expect(create("bob", version(1)).status).toBe(409);
    expect(create("ann", version(1)).status).toBe(201);
  });

  it.each([
    ["a serial that is not higher", version(1), 409],
    ["another lineage", version(2, "two"), 409],
    ["no serial", { ...version(2), serial: undefined }, 422],
    ["no MD5", { ...version(2), md5: undefined }, 422],
  ])("refuses a state with %s", (_, attributes, status) => {
    lock("ann");
    upload(create("ann", version(1)), STATE);
    expect(create("ann", attributes).status).toBe(status);
    expect(workspace.stateVersions).toHaveLength(1);
  });

  it("refuses a content that is not the announced one, and an unlock until it has arrived", () => {
    lock("ann");
    const created = create("ann", version(1));
    expect(upload(created, `${STATE} `)).toBe(422);
    expect(unlock("ann")).toBe(409);
    expect(upload(created, STATE)).toBe(204);
    expect(unlock("ann")).toBe(200);
  });

  it("refuses an upload to an address that it did not make", () => {
    const url = new URL(`https://localhost/upload/${newId("upload")}`);
    const put = { method: "PUT", url, authorization: undefined, body: Buffer.from(STATE) };
    expect(gateway.answer(put).status).toBe(404);
  });
});
