/** An unsigned token like the one that a CI system issues to a job. */
export function webIdentityToken(claims: Readonly<Record<string, unknown>> = {}): string {
  const all = {
    iss: "https://token.actions.githubusercontent.com",
    aud: "sts.amazonaws.com",
    sub: "repo:acme/registry:environment:production",
    exp: Math.floor(Date.now() / 1000) + 300,
    ...claims,
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return [part({ alg: "none" }), part(all), "not-a-signature"].join(".");
}
