import { expect, it } from "vitest";
import { readImageList } from "../../../tools/warm/image-list";
import { ecrCache } from "../cli/ecr-cache";
import { listOf, warm } from "./warm";

it("the command line of warm has defaults", async () => {
  const { stdout } = await ecrCache(["warm", "--help"]);
  expect(stdout).toMatch(
    /--concurrency <n> +pull this many images at the same time \(default: 4\)/,
  );
  expect(stdout).toMatch(
    /--retries <n> +retry a failed request up to this many times \(default:\s+4\)/,
  );
  expect(stdout).toMatch(/--timeout <seconds> +give up a request after this time \(default: 120\)/);
});

it.each([
  [[], "Missing required argument 'image'. See --help.\n"],
  [
    ["a", "--concurrency=0"],
    '--concurrency "0"\n  allowed: a whole number from 1 to 64\n  fix: write --concurrency 1\n',
  ],
  [
    ["a", "--retries=many"],
    '--retries "many"\n  allowed: a whole number from 0 to 20\n  fix: write --retries 0\n',
  ],
  [
    ["a", "--timeout=3601"],
    '--timeout "3601"\n  allowed: a whole number from 1 to 3600\n  fix: write --timeout 3600\n',
  ],
  [
    ["a", "--platform=amd64"],
    '--platform "amd64"\n  allowed: an operating system and an architecture, such as linux/amd64 or linux/arm/v7\n  fix: write --platform linux/amd64\n',
  ],
  [["a", "--layers"], "Unknown option '--layers'. See --help.\n"],
])("%j is refused", async (args, stderr) => {
  expect(await ecrCache(["warm", ...args])).toEqual({ code: 64, stdout: "", stderr });
});

it.each([
  [
    "no/such/list.txt",
    'There is no file "no/such/list.txt". For an image of that name, write no/such/list.txt:latest.',
  ],
  ["lists/Images", 'There is no file "lists/Images", and it is not an image reference.'],
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

it("a map from two places is refused, and nothing is pulled", async () => {
  expect(await warm(["nginx", "--app=main.ts"])).toEqual({
    code: 64,
    stdout: "",
    stderr:
      "Option '--map <host=address>' cannot be used with option '--app <file>'. See --help.\n",
  });
});

it("without a map it cannot be done", async () => {
  const args = ["warm", "nginx", "--outputs", "nowhere.json"];
  const { code, stdout, stderr } = await ecrCache(args);
  expect(stderr).toMatch(/^--outputs nowhere\.json: there is no such file\n/);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});
