import { rewrite } from "./rewrite";

/** `npm run rewrite`: makes the image references in files lead to the cache. */
void rewrite(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
