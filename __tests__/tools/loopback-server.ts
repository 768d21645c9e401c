import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server on loopback that answers what a test wants, and goes when the test ends. @returns its URL */
export async function loopbackServer(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sends the headers, and then a byte again and again, for ever. */
export const drip: RequestListener = (_, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(timer));
};

/** Sends nothing. */
export const hang: RequestListener = () => {};

/** Sends the headers and one byte, and then nothing. */
export const stall: RequestListener = (_, response) => {
  response.writeHead(200).write("{");
};

/** Closes the connection with a reset. */
export const reset: RequestListener = ({ socket }) => {
  socket.resetAndDestroy();
};
