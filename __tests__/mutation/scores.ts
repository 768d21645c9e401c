/** What Stryker found, as far as it is read. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  /** "Killed", "Survived" and others, of which most say that the mutant does not count. */
  readonly status: string;
}

/** Of each file, this much of what a mutant changes must be noticed by a test, in percent. */
const LEAST = 95;

/** Files that are not there yet, with what they have: never less. A line goes when it is not needed. */
const EXCEPTIONS: Readonly<Record<string, number>> = {};

/** How many of a file's mutants the tests notice. */
export interface FileScore {
  readonly file: string;
  readonly noticed: number;
  readonly mutants: number;
  /** In percent. */
  readonly score: number;
  /** What the file has to reach, in percent. */
  readonly least: number;
}

const NOTICED = ["Killed", "Timeout"];
const UNNOTICED = ["Survived", "NoCoverage"];

/** The scores of the files in a report of Stryker, the worst first. */
export function scoresOf({ files }: MutationReport, exceptions = EXCEPTIONS): FileScore[] {
  return Object.entries(files)
    .map(([file, { mutants: all }]) => {
      const count = (statuses: readonly string[]) =>
        all.filter(({ status }) => statuses.includes(status)).length;
      const noticed = count(NOTICED);
      const mutants = noticed + count(UNNOTICED);
      const score = mutants === 0 ? 100 : (100 * noticed) / mutants;
      return { file, noticed, mutants, score, least: exceptions[file] ?? LEAST };
    })
    .sort((a, b) => a.score - b.score);
}

/** A line for each file that has less than it must have; nothing where there is none. */
export function shortfalls(scores: readonly FileScore[]): string[] {
  return scores
    .filter(({ score, least }) => score < least)
    .map(
      ({ file, score, least, mutants, noticed }) =>
        `${file}: ${score.toFixed(1)} % of at least ${least} %; ${mutants - noticed} of ${mutants} mutants survive`,
    );
}
