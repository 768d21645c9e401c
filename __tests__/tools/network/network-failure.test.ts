import { expect, it } from "vitest";
import { networkFailure } from "../../../tools/network/network-failure";

const failed = (code: string, message: string) => Object.assign(new Error(message), { code });

it.each([
  ["ENOTFOUND", "there is no network, or no such endpoint"],
  ["EAI_AGAIN", "there is no network, or no such endpoint"],
  ["EPIPE", "the connection was closed before the answer was complete"],
  ["ETIMEDOUT", "there was no answer in time"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "the server's certificate is not trusted"],
])("%s is said in words, also where it is the cause of another error", (code, words) => {
  const error = failed(code, "as the system says it");
  const what = `${words} (as the system says it)`;
  expect(networkFailure(error)).toMatchObject({ kind: "no-answer", what });
  expect(networkFailure(new TypeError("fetch failed", { cause: error }))).toMatchObject({ what });
});

it("an error without a message is told by its code", () => {
  const error = Object.assign(new AggregateError([]), { code: "ECONNREFUSED" });
  expect(networkFailure(error)?.what).toBe(
    "there is no network, or no such endpoint (ECONNREFUSED)",
  );
});

it.each([new TypeError("x is not a function"), failed("ENOENT", "no such file"), undefined])(
  "%s is no failure of the network",
  (error) => {
    expect(networkFailure(error)).toBeUndefined();
  },
);
