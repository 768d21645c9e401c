/** How credentials get into a secret without a trace in the shell's history. */
export function newCredentials(secretArn: string): string {
  return `write {"username": "…", "accessToken": "…"} to credentials.json, then: aws secretsmanager put-secret-value --secret-id ${secretArn} --secret-string file://credentials.json; rm credentials.json`;
}
