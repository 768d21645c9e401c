import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  RequestTimedOut,
  unlessAborted,
  withinLimits,
} from "../../../tools/network/request-limits";
import { drip, hang, loopbackServer, stall } from "../loopback-server";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** What became of a request while garbage is collected all the time; "going on" after a second. */
async function outcomeOf(request: Promise<unknown>): Promise<unknown> {
  const collecting = setInterval(collectGarbage, 10);
  const late = new Promise((resolve) => setTimeout(resolve, 1000, "going on"));
  const outcome = await Promise.race([request.catch((error) => error), late]);
  clearInterval(collecting);
  return outcome;
}

afterEach(() => {
  vi.useRealTimers();
});

const patient = () => new AbortController().signal;

describe("a request", () => {
  it.each([
    ["drips", drip],
    ["stalls", stall],
    ["hangs", hang],
  ])("to a server that %s ends by its timeout, and its connection with it", async (_, answer) => {
    const closed = vi.fn();
    const url = await loopbackServer((request, response) => {
      request.socket.on("close", closed);
      answer(request, response);
    });
    const limits = { signal: patient(), timeout: 150 };
    const read = withinLimits(limits, "the server", async (signal) =>
      (await fetch(url, { signal })).text(),
    );
    expect(await outcomeOf(read)).toEqual(new RequestTimedOut("the server", 150));
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  });

  it("ends at once when it is interrupted, with the reason", async () => {
    const url = await loopbackServer(drip);
    const interruption = new AbortController();
    const limits = { signal: interruption.signal, timeout: 60_000 };
    setTimeout(() => interruption.abort(new Error("Ctrl-C")), 50);
    const read = withinLimits(limits, "the server", async (signal) =>
      (await fetch(url, { signal })).text(),
    );
    expect(await outcomeOf(read)).toEqual(new Error("Ctrl-C"));
  });

  it("is not made after an interruption", async () => {
    const request = vi.fn();
    const limits = { signal: AbortSignal.abort(new Error("Ctrl-C")), timeout: 100 };
    await expect(withinLimits(limits, "the server", request)).rejects.toThrow("Ctrl-C");
    expect(request).not.toHaveBeenCalled();
  });

  it("leaves no timer and no listener behind", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    expect(await withinLimits({ signal, timeout: 60_000 }, "it", async () => 5)).toBe(5);
    expect(await unlessAborted(signal, Promise.resolve(6))).toBe(6);
    await new Promise(setImmediate);
    expect(removed.mock.calls).toEqual(added.mock.calls);
    expect(added).toHaveBeenCalledTimes(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("may be one of many with the same signal, without a warning of a leak", async () => {
    const warned = vi.fn();
    process.on("warning", warned);
    const limits = { signal: patient(), timeout: 60_000 };
    const pause = () => new Promise((done) => setTimeout(done, 10));
    await Promise.all(Array.from({ length: 20 }, () => withinLimits(limits, "it", pause)));
    process.off("warning", warned);
    expect(warned).not.toHaveBeenCalled();
  });
});
