import {
  DescribePullThroughCacheRulesCommand,
  DescribeRepositoryCreationTemplatesCommand,
  ECRClient,
  GetRegistryPolicyCommand,
  GetRegistryScanningConfigurationCommand,
} from "@aws-sdk/client-ecr";
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { LocalAws } from "../../local-aws";

/** Looks at a registry through the official AWS SDK, and not through what Terraform believes. */
export class RegistryReader {
  /** What a client of another service needs to look at the same AWS. */
  readonly config: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  readonly ecr: ECRClient;
  readonly secretsManager: SecretsManagerClient;

  constructor(aws: LocalAws, region: string) {
    const credentials = { accessKeyId: "local-aws", secretAccessKey: "local-aws" };
    this.config = { endpoint: aws.endpoint, region, credentials };
    this.ecr = new ECRClient(this.config);
    this.secretsManager = new SecretsManagerClient(this.config);
  }

  async rules() {
    const answer = await this.ecr.send(new DescribePullThroughCacheRulesCommand({}));
    return answer.pullThroughCacheRules ?? [];
  }

  async templates() {
    const answer = await this.ecr.send(new DescribeRepositoryCreationTemplatesCommand({}));
    return answer.repositoryCreationTemplates ?? [];
  }

  /** The registry policy, or `undefined` where there is none. */
  async policy(): Promise<{ Statement: Record<string, unknown>[] } | undefined> {
    const answer = await this.ecr.send(new GetRegistryPolicyCommand({})).catch((error) => {
      if (error.name === "RegistryPolicyNotFoundException") return undefined;
      throw error;
    });
    return answer && JSON.parse(answer.policyText ?? "");
  }

  async scanning() {
    const answer = await this.ecr.send(new GetRegistryScanningConfigurationCommand({}));
    return answer.scanningConfiguration;
  }

  async secretNames(): Promise<string[]> {
    const answer = await this.secretsManager.send(new ListSecretsCommand({}));
    return (answer.SecretList ?? []).map(({ Name }) => Name ?? "");
  }

  async secretValue(id: string): Promise<Record<string, unknown>> {
    const answer = await this.secretsManager.send(new GetSecretValueCommand({ SecretId: id }));
    return JSON.parse(answer.SecretString ?? "");
  }
}
