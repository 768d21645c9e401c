import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { webIdentityToken } from "../local-aws/web-identity-token";
import type { Claims } from "./pipeline-jobs";

/**
 * Who Terraform is, in a configuration file of AWS's: the provider reads it anew in each run, so that
 * one running provider can be one after another.
 */
export class IdentityFile {
  readonly #folder = mkdtempSync(join(tmpdir(), "identity-"));
  readonly #config = join(this.#folder, "config");
  readonly #token = join(this.#folder, "token");

  /** Leaves no other credentials in the environment: they would come first. */
  useIn(env: NodeJS.ProcessEnv): void {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]) {
      delete env[name];
    }
    env["AWS_CONFIG_FILE"] = this.#config;
  }

  becomeAdministrator(): void {
    this.#write({ aws_access_key_id: "local-aws", aws_secret_access_key: "local-aws" });
  }

  /** A job of a pipeline, which has nothing but a token. */
  becomeJob(roleArn: string, claims: Claims): void {
    writeFileSync(this.#token, webIdentityToken(claims));
    this.#write({ role_arn: roleArn, web_identity_token_file: this.#token });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write(settings: Readonly<Record<string, string>>): void {
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
    writeFileSync(this.#config, `[default]\n${lines.join("")}`);
  }
}
