import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  familiarImageReference,
  formatImageReference,
  parseImageReference,
} from "../../references/image-reference";

const SHA_256 = `sha256:${"0123456789abcdef".repeat(4)}`;
const SHA_512 = `sha512:${"0123456789abcdef".repeat(8)}`;

describe("a reference", () => {
  it.each([
    // Docker Hub, however it is written
    ["nginx", "docker.io", "library/nginx"],
    ["library/nginx", "docker.io", "library/nginx"],
    ["docker.io/nginx", "docker.io", "library/nginx"],
    ["docker.io/library/nginx", "docker.io", "library/nginx"],
    ["index.docker.io/nginx", "docker.io", "library/nginx"],
    ["registry-1.docker.io/grafana/loki", "docker.io", "grafana/loki"],
    ["registry.hub.docker.com/library/nginx", "docker.io", "library/nginx"],
    ["grafana/loki", "docker.io", "grafana/loki"],
    ["a/b/c", "docker.io", "a/b/c"],
    ["repository_name/image_name", "docker.io", "repository_name/image_name"],
    // what makes the first part a registry
    ["test.com/foo", "test.com", "foo"],
    ["test.com:8080/foo", "test.com:8080", "foo"],
    ["test:5000/repo", "test:5000", "repo"],
    ["localhost/foo", "localhost", "foo"],
    ["localhost:5000/foo/bar", "localhost:5000", "foo/bar"],
    ["127.0.0.1:5000/foo", "127.0.0.1:5000", "foo"],
    ["[::1]/foo", "[::1]", "foo"],
    ["[2001:db8::1]:5000/foo", "[2001:db8::1]:5000", "foo"],
    ["FOO/bar", "FOO", "bar"],
    ["Uppercase.example.com/foo", "Uppercase.example.com", "foo"],
    ["xn--n3h.com/myimage", "xn--n3h.com", "myimage"],
    ["b.gcr.io/test.example.com/my-app", "b.gcr.io", "test.example.com/my-app"],
    ["foo_bar/baz", "docker.io", "foo_bar/baz"],
    [
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com/hub/library/nginx",
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
      "hub/library/nginx",
    ],
    // separators in paths
    ["foo/foo_bar.com", "docker.io", "foo/foo_bar.com"],
    ["a/b__c", "docker.io", "a/b__c"],
    ["a/b---c", "docker.io", "a/b---c"],
    ["sub-dom1.foo.com/bar/baz/quux", "sub-dom1.foo.com", "bar/baz/quux"],
  ])("%s is at %s in %s", (text, host, repository) => {
    expect(parseImageReference(text)).toEqual({ host, repository });
  });

  it.each([
    ["nginx:1.29", { tag: "1.29" }],
    ["nginx:TAG_with.all-3", { tag: "TAG_with.all-3" }],
    ["nginx:_x", { tag: "_x" }],
    [`nginx:${"t".repeat(128)}`, { tag: "t".repeat(128) }],
    ["test.com:80/nginx:1", { tag: "1" }],
    [`nginx@${SHA_256}`, { digest: SHA_256 }],
    [`nginx@${SHA_512}`, { digest: SHA_512 }],
    [`nginx:1@${SHA_256}`, { tag: "1", digest: SHA_256 }],
    [
      `nginx@sha256+b64u.x-y_z:${"a".repeat(32)}`,
      { digest: `sha256+b64u.x-y_z:${"a".repeat(32)}` },
    ],
  ])("%s has a tag or a digest", (text, version) => {
    const { host, repository, ...rest } = parseImageReference(text) ?? {};
    expect(rest).toEqual(version);
    expect(repository).toBe("library/nginx".slice(host === "docker.io" ? 0 : "library/".length));
  });

  it.each([
    "",
    ":justtag",
    `@${SHA_256}`,
    "repo@sha256:ffff",
    "repo:tag@",
    "repo:",
    "repo:tag:tag",
    "repo:.tag",
    "repo:-tag",
    "repo:tag/x",
    `repo:${"t".repeat(129)}`,
    `validname@invaliddigest:${"f".repeat(128)}!`,
    `nginx@${SHA_256}@${SHA_256}`,
    `nginx@${SHA_256}:1`,
    `nginx@-${SHA_256}`,
    "Uppercase:tag",
    "Uppercase",
    "test:5000/Uppercase/lowercase:tag",
    "lowercase:Uppercase/x",
    "0123456789abcdef".repeat(4),
    `${"a".repeat(256)}`,
    `${"a/".repeat(128)}a:tag`,
    "aa/asdf$$^/aa",
    "-foo/bar",
    "foo/bar-",
    "foo/-bar",
    "foo-/bar",
    "foo/bar_",
    "foo..bar",
    "foo___bar",
    "foo//bar",
    "foo/bar/",
    "/foo/bar",
    "_docker/_docker",
    "test.com:/foo",
    "test.com:x/foo",
    "-test.com/foo",
    "test-.com/foo",
    "test..com/foo",
    "[fe80::1%eth0]:5000/foo",
    "[2001:db8::1/foo",
    "2001:db8::1/foo",
    "[::1]",
    "https://docker.io/nginx",
    "docker://nginx",
    "docker.io/",
    "${IMAGE}",
    "nginx:${TAG}",
    "{{ .Values.image }}",
    "nginx latest",
    " nginx",
    "nginx\n",
    "ngïnx",
    "git@github.com:org/repo",
    "*",
    ".",
    "./nginx",
    "../nginx",
    "C:\\nginx",
  ])("is not in %j", (text) => {
    expect(parseImageReference(text)).toBeUndefined();
  });

  it("may be a word with a dot, which is no registry without a path", () => {
    expect(parseImageReference("docker.io")).toEqual({
      host: "docker.io",
      repository: "library/docker.io",
    });
  });

  it("has a repository of up to 255 characters, and one of 64 that is no id", () => {
    expect(parseImageReference(`a.b/${"x".repeat(255)}`)?.repository).toHaveLength(255);
    expect(parseImageReference(`a.b/${"x".repeat(256)}`)).toBeUndefined();
    expect(parseImageReference("f".repeat(63))?.host).toBe("docker.io");
    expect(parseImageReference(`a.b/${"f".repeat(64)}`)?.host).toBe("a.b");
    expect(parseImageReference(`${"f".repeat(64)}:tag`)?.tag).toBe("tag");
  });

  it("is read in no time, however odd it is", () => {
    const before = performance.now();
    for (const text of ["a-", "a_", "a.", "a/", "a:", "a@", "[::", "A."].map((x) =>
      x.repeat(20_000),
    )) {
      expect(parseImageReference(`${text}!`)).toBeUndefined();
    }
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe("a reference on Docker Hub", () => {
  it.each([
    ["docker.io/library/nginx:1", "nginx:1"],
    ["docker.io/grafana/loki", "grafana/loki"],
    ["quay.io/a/b:1", "quay.io/a/b:1"],
    ["docker.io/library/a/b", "docker.io/library/a/b"],
    ["docker.io/localhost/x", "docker.io/localhost/x"],
    ["docker.io/a.b/c", "docker.io/a.b/c"],
    [`docker.io/library/${"a".repeat(64)}`, `docker.io/library/${"a".repeat(64)}`],
  ])("%s is written %s, if that is the same", (text, familiar) => {
    const reference = parseImageReference(text);
    expect(reference && familiarImageReference(reference)).toBe(familiar);
    expect(parseImageReference(familiar)).toEqual(reference);
  });
});

describe("any reference", () => {
  const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,6}[a-z0-9])?$/);
  const component = fc.stringMatching(/^[a-z0-9]{1,4}(?:(?:[._]|__|-{1,3})[a-z0-9]{1,4}){0,2}$/);
  const reference = fc.record(
    {
      host: fc.tuple(label, label).map((labels) => labels.join(".")),
      repository: fc.array(component, { minLength: 1, maxLength: 4 }).map((all) => all.join("/")),
      tag: fc.stringMatching(/^\w[\w.-]{0,20}$/),
      digest: fc.constant(SHA_256),
    },
    { requiredKeys: ["host", "repository"] },
  );

  it("is the same after it was written and read", () => {
    fc.assert(
      fc.property(reference, (one) => {
        expect(parseImageReference(formatImageReference(one))).toEqual(one);
      }),
    );
  });

  it("is the same in its familiar form", () => {
    fc.assert(
      fc.property(reference, fc.boolean(), (one, hub) => {
        const full = parseImageReference(
          formatImageReference(hub ? { ...one, host: "docker.io" } : one),
        );
        expect(full && parseImageReference(familiarImageReference(full))).toEqual(full);
      }),
    );
  });

  it("is read or refused, and never an exception", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-zA-Z0-9./:@_[\]-]*$/)), (text) => {
        const read = parseImageReference(text);
        if (read) expect(parseImageReference(formatImageReference(read))).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });
});
