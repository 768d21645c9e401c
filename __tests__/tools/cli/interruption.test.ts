import { afterEach, describe, expect, it, vi } from "vitest";
import type { Context } from "../../../tools/cli/context";
import { Interruption } from "../../../tools/cli/interruption";
import { UserError } from "../../../tools/cli/user-error";
import { ecrCache } from "./ecr-cache";
import { programThat } from "./program";

const INTERRUPTED = { code: 130, stdout: "", stderr: "Interrupted.\n" };

/** A command that runs until it is interrupted, or longer. */
function running(action: (context: Context) => unknown) {
  const interruption = new Interruption();
  let begin = () => {};
  const begun = new Promise<void>((done) => {
    begin = done;
  });
  const program = programThat((context) => {
    begin();
    return action(context);
  });
  return { interruption, begun, ended: ecrCache(["act"], { program, interruption }) };
}

const forever = () => new Promise(() => {});

/** Does something after a while, whatever the signal says. */
const later = (then: () => void) =>
  new Promise<void>((done) => {
    setTimeout(() => {
      then();
      done();
    }, 20);
  });

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a command that somebody interrupts", () => {
  it("ends with 130, also while it waits for something that ignores the signal", async () => {
    const { interruption, begun, ended } = running(forever);
    await begun;
    interruption.receive("SIGINT");
    expect(await ended).toEqual(INTERRUPTED);
  });

  it("hears of it by the signal, and what it says then is no mistake of the user's", async () => {
    const { interruption, begun, ended } = running(
      ({ interruption: { signal } }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(new UserError("It was ended.")));
        }),
    );
    await begun;
    interruption.receive("SIGTERM");
    expect(await ended).toEqual(INTERRUPTED);
  });

  it("does to its own end what has to end well", async () => {
    const done: string[] = [];
    const { interruption, begun, ended } = running(({ interruption: one }) =>
      one.letFinish(() => later(() => done.push("written"))),
    );
    await begun;
    interruption.receive("SIGINT");
    expect(done).toEqual([]);
    expect(await ended).toEqual(INTERRUPTED);
    expect(done).toEqual(["written"]);
  });

  it("waits for all that has to end well, and begins nothing else", async () => {
    const done: string[] = [];
    const { interruption, begun, ended } = running(async ({ interruption: one }) => {
      await one.letFinish(async () => {
        await one.letFinish(() => later(() => done.push("inner")));
        await later(() => done.push("outer"));
      });
      await forever();
    });
    await begun;
    interruption.receive("SIGINT");
    expect(await ended).toEqual(INTERRUPTED);
    expect(done).toEqual(["inner", "outer"]);
  });

  it("ends at once at the second signal of a kind, and lets another kind pass", async () => {
    const exit = vi.spyOn(process, "exit").mockImplementation((() => {}) as never);
    const { interruption, begun, ended } = running(({ interruption: one }) =>
      one.letFinish(() => later(() => {})),
    );
    await begun;
    interruption.receive("SIGINT");
    interruption.receive("SIGTERM");
    expect(exit).not.toHaveBeenCalled();
    interruption.receive("SIGINT");
    expect(exit).toHaveBeenCalledExactlyOnceWith(130);
    await ended;
  });

  it("ends with 0 where that is how it ends", async () => {
    const { interruption, begun, ended } = running(async ({ interruption: one, terminal }) => {
      await one.stopSignal();
      terminal.print("closed");
    });
    await begun;
    interruption.receive("SIGINT");
    expect(await ended).toEqual({ code: 0, stdout: "closed\n", stderr: "" });
  });
});
