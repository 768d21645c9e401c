#!/usr/bin/env node
// The command in the package: CommonJS, because a Node that is too old must be able to read it.
require("../node-version.cjs");
import("./main.mjs").then(({ main }) => main());
