/** How to write credentials to a secret without leaving them in the history of the shell. */
export function newCredentials(secretArn: string): string {
  return `write {"username": "…", "accessToken": "…"} to credentials.json, then: aws secretsmanager put-secret-value --secret-id ${secretArn} --secret-string file://credentials.json; rm credentials.json`;
}
