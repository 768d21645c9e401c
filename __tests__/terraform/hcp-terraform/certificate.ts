import { generate } from "selfsigned";

/** The private key and the certificate of a server at `localhost`, as PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate that is its own authority: whoever trusts it trusts this one server. */
export async function certificateOfLocalhost(): Promise<Certificate> {
  const pem = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] },
    ],
  });
  return { key: pem.private, cert: pem.cert };
}
