import { describeWithTerraform } from "./describe-with-terraform";
import { itRecoversFromEach } from "./faults";
import { READING_CALLS } from "./main-calls";

describeWithTerraform("a deploy of main.ts in which one call that reads fails", () => {
  itRecoversFromEach("main.ts", READING_CALLS);
});
