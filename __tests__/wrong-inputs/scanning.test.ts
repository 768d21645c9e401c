import { describe } from "vitest";
import { GIVE, itRefuses, type WrongInput } from "./wrong-input";

const A_FILTER =
  "a repository name with * for any characters: 1 to 255 of a-z 0-9 . _ - / *, with no slash at its end";
const LIST = "a list of strings";
const BRACKETS = 'write it in brackets: ["…"]';
const SOME = "1 to 100 filters";
const ALL = 'write ["*"] to scan every repository, or leave `scanning` out';

const basic = (repositories: unknown) => ({ scanning: { type: "BASIC", repositories } });
const enhanced = (rules: object) => ({ scanning: { type: "ENHANCED", ...rules } });

describe("a filter of scanning", () => {
  const filter = (sentence: string, given: string, fix: string): WrongInput => [
    sentence,
    basic([given]),
    [`[cache/scanning] scanning.repositories[0] = ${JSON.stringify(given)}`, A_FILTER, fix],
  ];
  const EXAMPLE = 'write, for example, "docker-hub/*"';
  itRefuses(
    [
      filter("an empty filter", "", EXAMPLE),
      filter("a slash at the end", "docker-hub/", 'did you mean "docker-hub/*"?'),
      filter("a slash at the beginning", "/docker-hub/*", EXAMPLE),
      filter("capitals", "Docker-Hub/*", 'did you mean "docker-hub/*"?'),
      filter("two slashes", "docker-hub//*", EXAMPLE),
      filter("a question mark", "docker-hu?", EXAMPLE),
      filter("a blank", "docker hub", EXAMPLE),
      filter("a regular expression", "^docker.*$", EXAMPLE),
      filter("a tag", "docker-hub/nginx:latest", EXAMPLE),
      filter("256 characters", "a".repeat(256), `did you mean "${"a".repeat(253)}/*"?`),
    ].map(short),
  );
});

/** A filter that does not fit in a line is shown up to its end. */
function short([sentence, props, [at, allowed, fix] = ["", "", ""]]: WrongInput): WrongInput {
  return [sentence, props, [at.replace(/("a{76})a+"$/, "$1..."), allowed, fix]];
}

describe("scanning", () => {
  itRefuses([
    ["no filters", basic([]), ["[cache/scanning] scanning.repositories = 0 filters", SOME, ALL]],
    [
      "basic scanning of nothing",
      { scanning: { type: "BASIC" } },
      ["[cache/scanning] scanning.repositories = 0 filters", SOME, ALL],
    ],
    [
      "101 filters",
      basic(Array.from({ length: 101 }, (_, i) => `r${i}*`)),
      ["[cache/scanning] scanning.repositories = 101 filters", SOME, ALL],
    ],
    [
      "no filters on push",
      enhanced({ onPush: [] }),
      ["[cache/scanning] scanning.onPush = 0 filters", SOME, ALL],
    ],
    [
      "no filters for continuous scanning",
      enhanced({ continuous: [] }),
      ["[cache/scanning] scanning.continuous = 0 filters", SOME, ALL],
    ],
    [
      "one wrong filter behind a right one",
      enhanced({ continuous: ["*", "X*"] }),
      ['[cache/scanning] scanning.continuous[1] = "X*"', A_FILTER, 'did you mean "x*"?'],
    ],
    [
      "enhanced scanning of nothing",
      enhanced({}),
      [
        "[cache/scanning] scanning = ENHANCED without filters",
        "`onPush`, `continuous` or both: what no filter matches is not scanned",
        'write continuous: ["*"], or choose type: "BASIC"',
      ],
    ],
    [
      "basic scanning on push by the name of enhanced scanning",
      { scanning: { type: "BASIC", repositories: ["*"], onPush: ["*"] } },
      [
        "[cache/scanning] scanning.onPush",
        'only with type: "ENHANCED"',
        "write `repositories` in its place, or choose that type",
      ],
    ],
    [
      "basic scanning that is continuous",
      { scanning: { type: "BASIC", repositories: ["*"], continuous: ["*"] } },
      [
        "[cache/scanning] scanning.continuous",
        'only with type: "ENHANCED"',
        "write `repositories` in its place, or choose that type",
      ],
    ],
    [
      "enhanced scanning by the name of basic scanning",
      enhanced({ repositories: ["*"], onPush: ["*"] }),
      [
        "[cache/scanning] scanning.repositories",
        'only with type: "BASIC"',
        "write `onPush` or `continuous` in its place, or choose that type",
      ],
    ],
    [
      "one filter without brackets",
      basic("*"),
      ["[cache] scanning.repositories = a string", LIST, BRACKETS],
    ],
    ["null for filters", basic(null), ["[cache] scanning.repositories = null", LIST, BRACKETS]],
    [
      "filters that are objects",
      basic([{ filter: "*", filterType: "WILDCARD" }]),
      [
        "[cache] scanning.repositories = a list that contains an object",
        LIST,
        "write each item in quotes",
      ],
    ],
    [
      "an undefined filter",
      basic(["*", undefined]),
      ["[cache] scanning.repositories = a list that contains undefined", LIST, GIVE],
    ],
    [
      "true on push",
      enhanced({ onPush: true }),
      ["[cache] scanning.onPush = a boolean", LIST, BRACKETS],
    ],
    [
      "a type in small letters",
      { scanning: { type: "basic", repositories: ["*"] } },
      ['[cache] scanning.type = "basic"', "BASIC, ENHANCED", 'did you mean "BASIC"?'],
    ],
    [
      "the scanner CLAIR",
      { scanning: { type: "CLAIR", repositories: ["*"] } },
      [
        '[cache] scanning.type = "CLAIR"',
        "BASIC, ENHANCED",
        "leave it out, or choose one of these",
      ],
    ],
    [
      "no type",
      { scanning: { repositories: ["*"] } },
      ["[cache] scanning.type = nothing", "BASIC, ENHANCED", "add it"],
    ],
    [
      "a type in place of the properties",
      { scanning: "BASIC" },
      ["[cache] scanning = a string", "an object: { … }", "write its properties in braces"],
    ],
  ]);
});
