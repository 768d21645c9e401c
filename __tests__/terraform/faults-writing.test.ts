import { describeWithTerraform } from "./describe-with-terraform";
import { itRecoversFromEach } from "./faults";
import { WRITING_CALLS } from "./main-calls";

describeWithTerraform("a deploy of main.ts in which one call that writes fails", () => {
  itRecoversFromEach("main.ts", WRITING_CALLS);
});
