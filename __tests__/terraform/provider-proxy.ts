import {
  type ClientHttp2Session,
  connect,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import { createConnection } from "node:net";
import { withUsedTypes } from "./provider-schema";

/** Where a provider listens: a Unix socket. */
export interface ProviderProxy {
  readonly socket: string;
  close(): void;
}

const GET_SCHEMA = "/tfplugin5.Provider/GetSchema";

/**
 * Stands between Terraform and a running provider, and passes on what each says, but for the provider's
 * description of itself: that is asked for once, and then told with only the types that are used here.
 *
 * @param provider the socket of the provider
 * @param socket where Terraform is to connect to
 */
export async function startProviderProxy(provider: string, socket: string): Promise<ProviderProxy> {
  const session = connect("http://localhost", {
    createConnection: () => createConnection(provider),
  });
  // The provider goes away at the end of the tests, with calls that last as long as it does.
  session.on("error", () => {});
  let schema: Promise<Answer> | undefined;
  const server = createServer();
  server.on("stream", (stream, headers) => {
    stream.on("error", () => {});
    if (headers[":path"] !== GET_SCHEMA) return passOn(session, stream, headers);
    stream.resume();
    schema ??= ask(session, headers);
    schema.then(
      (answer) => tell(stream, answer),
      () => stream.close(),
    );
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    close: () => {
      session.destroy();
      server.close();
    },
  };
}

function passOn(
  session: ClientHttp2Session,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): void {
  const request = session.request(headers);
  request.on("error", () => stream.close());
  request.on("response", (response, flags) => {
    // An answer without a body has its status in the first headers.
    const endStream = (flags & 1) === 1;
    stream.respond(response, { endStream, waitForTrailers: !endStream });
    if (endStream) return;
    let trailers: IncomingHttpHeaders = {};
    request.on("trailers", (given) => {
      trailers = given;
    });
    stream.on("wantTrailers", () => stream.sendTrailers(trailers));
    request.pipe(stream);
  });
  stream.on("close", () => request.close());
  stream.pipe(request);
}

interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly trailers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A message of gRPC is one byte for its compression, four for its length, and itself. */
const PREFIX = 5;

async function ask(session: ClientHttp2Session, headers: IncomingHttpHeaders): Promise<Answer> {
  const request = session.request(headers);
  request.end(Buffer.alloc(PREFIX)); // The question has nothing in it.
  let answered: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  request.on("response", (given) => {
    answered = given;
  });
  request.on("trailers", (given) => {
    trailers = given;
  });
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const message = withUsedTypes(Buffer.concat(chunks).subarray(PREFIX));
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(message.length, 1);
  return { headers: answered, trailers, body: Buffer.concat([prefix, message]) };
}

function tell(stream: ServerHttp2Stream, { headers, trailers, body }: Answer): void {
  stream.respond(headers, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers(trailers));
  stream.end(body);
}
