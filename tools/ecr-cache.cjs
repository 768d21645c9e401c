#!/usr/bin/env node
// The command in this repository: `npx ecr-cache`, and the scripts in package.json. The package that
// `npm run package` creates contains the same command, compiled.
require("./node-version.cjs");
const { join } = require("node:path");
const { bundle, run } = require("./typescript.cjs");

const entry = join(__dirname, "main.ts");
bundle(entry).then(
  (bundled) => run(entry, bundled, { preload: false }).main(),
  () => {
    process.exitCode = 2; // esbuild has printed what is wrong, and where.
  },
);
