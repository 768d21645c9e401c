import { addAbortSignal, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { type RequestLimits, withinLimits } from "../network/request-limits";

type Handle = NodeHttpHandler["handle"];

/**
 * Limits the time of a whole request of the AWS SDK. The SDK's own timeouts end with the headers of an
 * answer, or start again with each byte.
 */
export class RequestHandler extends NodeHttpHandler {
  constructor(private readonly limits: RequestLimits) {
    super();
  }

  override handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    return withinLimits(this.limits, request.hostname, async (abortSignal) => {
      const { response } = await super.handle(request, { ...options, abortSignal });
      const body = await buffer(addAbortSignal(abortSignal, response.body));
      // S3's objects are streams to the SDK, whatever has been read of them.
      response.body = Readable.from(body);
      return { response };
    });
  }
}
