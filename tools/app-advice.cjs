// What to write in an app that does not run: an import that is missing, one of a file that was moved to
// another folder, the call that writes the stacks. esbuild and Node.js only say what they did not find.
const { readdirSync, readFileSync } = require("node:fs");
const { dirname, join, relative, resolve, sep } = require("node:path");

const REPOSITORY = join(__dirname, "..");

/** The rooms that an app imports from. */
const ROOMS = ["ecr", "stacks", "constructs"];

/** For each import that esbuild did not find, though the repository has the file: what to write. */
exports.adviceOnImports = function adviceOnImports(errors) {
  return errors.flatMap(({ text, location }) => {
    const [, given] = /^Could not resolve "(\.[^"]*)"/.exec(text) ?? [];
    const found = given && location && ownModules().find((file) => isNamed(file, given));
    if (!found) return [];
    return `In ${location.file}, write "${specifier(resolve(location.file), found)}" in place of "${given}".`;
  });
};

/** What to write where a name is not defined that the repository, or CDKTF, exports. */
exports.adviceOnError = function adviceOnError(error) {
  const [, name] = /^(\w+) is not defined$/.exec(error?.message) ?? [];
  if (!(error instanceof ReferenceError) || !name) return undefined;
  const place = placeOf(error);
  const from = place && moduleOf(name, place.file);
  if (!from) return undefined;
  const file = relative("", place.file);
  return `${file}:${place.line}: ${name} is not defined.\n  fix: write this line at the top of ${file}\n\n    import { ${name} } from "${from}";\n`;
};

/** What to write in an app that made stacks, or none, and never wrote them. */
exports.adviceOnSynthesis = function adviceOnSynthesis(entry) {
  const file = relative("", entry);
  const from = specifier(entry, join(REPOSITORY, "stacks", "synthesize.ts"));
  return `${file} wrote nothing: it ends without synthesize(app).\n  fix: write these lines at the top and at the end of ${file}\n\n    import { synthesize } from "${from}";\n\n    synthesize(app);\n`;
};

function moduleOf(name, file) {
  const declaration = new RegExp(`^export (?:function|class|const) ${name}\\b`, "m");
  const own = ownModules().find((module) => declaration.test(readFileSync(module, "utf8")));
  if (own) return specifier(file, own);
  return name in require("cdktf") ? "cdktf" : undefined;
}

/** How a file imports a module of the repository. */
function specifier(file, module) {
  const path = relative(dirname(file), module.replace(/\.ts$/, "")).replaceAll(sep, "/");
  return path.startsWith(".") ? path : `./${path}`;
}

function ownModules() {
  return ROOMS.map((room) => join(REPOSITORY, room)).flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(folder, name)),
  );
}

/** Whether the specifier means the module, from whichever folder. */
function isNamed(module, given) {
  const path = relative(REPOSITORY, module).replaceAll(sep, "/").replace(/\.ts$/, "");
  const wanted = given.replace(/^(\.\.?\/)+/, "").replace(/\.[tj]s$/, "");
  return path === wanted || path.endsWith(`/${wanted}`);
}

/** Where an error was thrown, by its trace, in which source maps are applied already. */
function placeOf(error) {
  const [, file, line] = /\(?((?:\/|[A-Za-z]:\\)[^()\n]+):(\d+):\d+\)?$/m.exec(error.stack) ?? [];
  return file ? { file, line } : undefined;
}
