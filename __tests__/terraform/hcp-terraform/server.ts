import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Certificate } from "./certificate";
import type { Gateway } from "./gateway";

/** Terraform refuses to work with a server older than 2.5. */
const HEADERS = { "TFP-API-Version": "2.6", "TFP-AppName": "HCP Terraform" };

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves with TLS, on loopback only. */
export async function serve(gateway: Gateway, certificate: Certificate): Promise<RunningServer> {
  const server = createServer({ ...certificate }, async (request, response) => {
    const { method = "GET", headers, url = "/" } = request;
    const answer = gateway.answer({
      method,
      url: new URL(url, `https://${headers.host}`),
      authorization: headers.authorization,
      body: await buffer(request),
    });
    response.writeHead(answer.status, { ...HEADERS, "content-type": answer.contentType });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
