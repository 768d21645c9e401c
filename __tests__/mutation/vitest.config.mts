import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Quick ones first: a mutant is dead as soon as one test has noticed it. */
const ROOMS = [
  "problems",
  "ecr",
  "references",
  "stacks",
  "constructs",
  "wrong-inputs",
  "properties",
];

class RoomByRoom extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const room = ({ moduleId }: TestSpecification) =>
      ROOMS.findIndex((name) => moduleId.includes(`/__tests__/${name}/`));
    return [...files].sort((a, b) => room(a) - room(b));
  }
}

// The tests that can notice a mutant: it is alive in this process alone, and each of them runs often.
export default defineConfig({
  test: {
    include: [
      "__tests__/{ecr,constructs,stacks,references,problems,wrong-inputs}/**/*.test.ts",
      "__tests__/properties/merged-policies.test.ts",
    ],
    exclude: ["__tests__/stacks/synthesize.test.ts"], // in processes of its own
    isolate: false,
    testTimeout: 30_000, // for a busy machine; Stryker ends a mutant that runs for ever by itself
    sequence: { sequencer: RoomByRoom },
  },
});
