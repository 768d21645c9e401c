import { basename } from "node:path";
import {
  type Dockerfile,
  DockerfileParser,
  type Flag,
  type Instruction,
  type ModifiableInstruction,
  type Onbuild,
} from "dockerfile-ast";
import type { FileFormat, ImageSite } from "../image-site";
import { type ImageWord, imageWord, refused } from "./dockerfile/image-word";
import { type Range, SourceText } from "./dockerfile/source-text";
import { type Arguments, partsOf, type Word } from "./dockerfile/word";

const NAME = /^(?:Docker|Container)file(?:\..+)?$|.\.(?:Docker|Container)file$/i;

const FRONTEND =
  "BuildKit pulls this frontend before the build: change it by hand where builds log in to the cache, or leave the line out";

const CONTEXT =
  "it is an image or a context that the build is given: write it with a tag if it is an image";

/**
 * Dockerfiles: images of stages, and those that files are copied or mounted from.
 *
 * @see https://docs.docker.com/reference/dockerfile/
 */
export const dockerfile: FileFormat = {
  name: "Dockerfile",
  handles: (path) => NAME.test(basename(path)) && !path.endsWith(".dockerignore"),
  sites(text) {
    const source = new SourceText(text);
    const parsed = DockerfileParser.parse(source.text);
    return [
      ...frontend(parsed, source),
      ...stageImages(parsed, source),
      ...copiedImages(parsed, source),
    ].sort((a, b) => a.offset - b.offset);
  },
};

function frontend(parsed: Dockerfile, source: SourceText): ImageSite[] {
  return parsed
    .getDirectives()
    .filter((directive) => directive.getName().toLowerCase() === "syntax")
    .map((directive) => refused(source.word(directive.getValueRange()), FRONTEND).site);
}

/** A stage may only begin with one that stands before it. */
function stageImages(parsed: Dockerfile, source: SourceText): ImageSite[] {
  const defaults = argumentsOf(parsed, source);
  const words: ImageWord[] = [];
  const behind = new Set<string>();
  const stages = new Set(["scratch"]);
  for (const from of parsed.getFROMs()) {
    const range = from.getImageRange();
    if (range) {
      const word = imageWord(source.word(range), defaults);
      const isStage = stages.has(nameOf(word.site.reference));
      if (!isStage) words.push(word);
      for (const name of word.variables) {
        if (isStage || name !== word.argument) behind.add(name);
      }
    }
    stages.add(nameOf(from.getBuildStage()));
  }
  return words.flatMap((word) => sharing(word, words, behind)).map(({ site }) => site);
}

/**
 * Two stages may begin with one argument: its default is changed once, and only if both want that,
 * and if it is no tag or stage in a third.
 */
function sharing(
  word: ImageWord,
  words: readonly ImageWord[],
  behind: ReadonlySet<string>,
): ImageWord[] {
  const { argument, site } = word;
  if (argument === undefined) return [word];
  if (behind.has(argument)) {
    const refusal = `${argument} is read in other places, too: change it by hand`;
    return [{ ...word, site: { ...site, refusal, replace: () => undefined } }];
  }
  const same = words.filter((other) => other.argument === argument);
  if (same.some((other) => other.site.reference !== site.reference)) {
    const refusal = `${argument} begins several images: give the build the cache's address with --build-arg ${argument}=…`;
    return [{ ...word, site: { ...site, refusal } }];
  }
  return same[0] === word ? [word] : [];
}

function copiedImages(parsed: Dockerfile, source: SourceText): ImageSite[] {
  const stages = new Set(parsed.getFROMs().map((from) => nameOf(from.getBuildStage())));
  return parsed
    .getInstructions()
    .map(triggered)
    .flatMap(sourcesOf)
    .map((range) => source.word(range))
    .filter(({ text }) => !/^\d+$/.test(text) && !stages.has(nameOf(text)) && text !== "scratch")
    .map((word) => (mayBeContext(word) ? refused(word, CONTEXT) : imageWord(word, NONE)).site);
}

/** Neither flag takes variables. */
const NONE: Arguments = new Map();

function triggered(instruction: Instruction): Instruction {
  if (instruction.getKeyword() !== "ONBUILD") return instruction;
  return (instruction as Onbuild).getTriggerInstruction() ?? instruction;
}

function sourcesOf(instruction: Instruction): Range[] {
  const keyword = instruction.getKeyword();
  if (keyword !== "COPY" && keyword !== "RUN") return [];
  const flags = (instruction as ModifiableInstruction).getFlags();
  return flags.flatMap((flag) => {
    const from = keyword === "COPY" ? copiedFrom(flag) : mountedFrom(flag);
    return from ? [from] : [];
  });
}

function copiedFrom(flag: Flag) {
  return flag.getName() === "from" && flag.getValueRange();
}

function mountedFrom(flag: Flag) {
  return flag.getName() === "mount" && flag.getOption("from")?.getValueRange();
}

function mayBeContext({ text }: Word): boolean {
  return /^[\w.-]+$/.test(text);
}

function argumentsOf(parsed: Dockerfile, source: SourceText): Arguments {
  const defaults = new Map<string, ReturnType<typeof partsOf>>();
  for (const property of parsed.getInitialARGs().flatMap((arg) => arg.getProperties())) {
    const range = property.getValueRange();
    defaults.set(property.getName(), range ? partsOf(source.word(range), defaults) : undefined);
  }
  return defaults;
}

/** Docker takes names of stages in any case. */
function nameOf(name: string | null): string {
  return (name ?? "").toLowerCase();
}
