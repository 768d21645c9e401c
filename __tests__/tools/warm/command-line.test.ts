import { expect, it } from "vitest";
import { UsageError } from "../../../tools/cli/command-line";
import { readCommandLine } from "../../../tools/warm/command-line";
import { readImageList } from "../../../tools/warm/image-list";
import { listOf, warm } from "./warm";

it("the command line of warm has defaults", () => {
  expect(readCommandLine(["nginx:1.29", "--timeout=5"])).toMatchObject({
    images: ["nginx:1.29"],
    platforms: [],
    concurrency: 4,
    retries: 4,
    timeout: 5000,
    dryRun: false,
    json: false,
  });
});

it.each([
  [[], "Which images? Give a file, references, or - for standard input. See --help."],
  [["a", "--concurrency=0"], '--concurrency takes a number from 1 to 64, not "0".'],
  [["a", "--retries=many"], '--retries takes a number from 0 to 20, not "many".'],
  [["a", "--timeout=0"], '--timeout takes a number from 1 to 3600, not "0".'],
  [
    ["a", "--platform=amd64"],
    '--platform takes one such as linux/amd64 or linux/arm/v7, not "amd64".',
  ],
  [["a", "--layers"], "Unknown option '--layers'. See --help."],
])("%j is refused", (args, sentence) => {
  expect(() => readCommandLine(args)).toThrow(new UsageError(sentence));
});

it.each([
  [
    "no/such/list.txt",
    'There is no file "no/such/list.txt". For an image of that name, write no/such/list.txt:latest.',
  ],
  ["lists/Images", 'There is no file "lists/Images", and it is no image reference.'],
  ["docs", "docs"],
])("the argument %s is a file or a reference", async (arg, answer) => {
  const list = readImageList([arg], async () => "");
  expect(await list.catch(({ message }: Error) => message)).toEqual(
    answer === arg ? [arg] : answer,
  );
});

it("a list may have several references a line, comments, and either kind of line end", async () => {
  const list = listOf("nginx:1.29\r", "#nothing", " a:1  b:2 # c:3", "a:1");
  expect(await readImageList([list], async () => "")).toEqual(["nginx:1.29", "a:1", "b:2"]);
});

it("help is printed where it is asked for", async () => {
  const { code, stdout } = await warm(["--help"]);
  expect(stdout).toContain("Usage: npm run --silent warm -- IMAGE…");
  expect(code).toBe(0);
});

it("a map that is none is said, and nothing is pulled", async () => {
  const { code, stderr } = await warm(["nginx", "--app=main.ts"]);
  expect(stderr).toContain("each say what is cached");
  expect(code).toBe(1);
});
