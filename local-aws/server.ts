import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Gateway } from "./gateway";
import { isFromPage, isOwnHost } from "./web-page";

/** More than any operation accepts: above 5 MiB, clients use multipart uploads to S3. */
const MAX_BODY = 6 * 1024 * 1024;
const LOOPBACK = "127.0.0.1";

export interface RunningServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Listens on loopback only, so that other machines cannot connect. */
export async function serve(gateway: Gateway, port: number): Promise<RunningServer> {
  const server = createServer((request, response) => {
    respond(request, response, gateway).catch(() => response.destroy());
  });
  await listen(server, port);
  const { port: actual } = server.address() as AddressInfo;
  return { endpoint: `http://${LOOPBACK}:${actual}`, close: () => close(server) };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  gateway: Gateway,
): Promise<void> {
  const { localPort } = request.socket;
  if (isFromPage(request.headers) || !isOwnHost(request.headers.host, localPort)) {
    refuse(response, localPort);
    return;
  }
  const body = await read(request);
  if (body === undefined) {
    response.writeHead(413, { connection: "close" }).end();
    return;
  }
  const { method = "GET", url = "/", headers } = request;
  const answer = await gateway.answer({ method, url, headers, body });
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": Buffer.byteLength(answer.body),
  });
  response.end(answer.body);
}

/** Such a request is not a call: it is neither answered in AWS's form nor in the call log. */
function refuse(response: ServerResponse, port: number | undefined): void {
  const text = `local-aws answers programs that ask for ${LOOPBACK}:${port}, and no web pages.\n`;
  response.writeHead(403, { "content-type": "text/plain", connection: "close" }).end(text);
}

/** @returns `undefined` when the body is larger than `MAX_BODY`. */
async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Clients keep connections alive; without the second call, closing would wait for them. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
