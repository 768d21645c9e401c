import { EcrRegistryScanningConfiguration } from "@cdktf/provider-aws/lib/ecr-registry-scanning-configuration";
import { Construct } from "constructs";
import {
  checkHasFilters,
  checkScanningFilter,
  checkScanningFilterIsExact,
  checkScanningFilters,
} from "../ecr/scanning";
import { checkStrings } from "../problems/value-type";
import { named } from "./address";
import { noteExisting } from "./existing-setting";
import { type FormOf, hasForm } from "./form";
import { check, reject, warn } from "./problems";

/**
 * How images are scanned. A filter is a repository name in which `*` stands for any characters; a list
 * has 1 to 100 filters.
 *
 * `BASIC` is free: it finds vulnerabilities in operating system packages when an image is pushed.
 * `ENHANCED` is Amazon Inspector, which is charged for: it also finds those in language packages, on
 * push or continuously. Repositories that no filter matches are then not scanned at all; those that
 * both lists match are scanned continuously.
 */
export type ImageScanningProps = ExistingScanning &
  (
    | {
        readonly type: "BASIC";
        /** Filters of the repositories whose images are scanned on push. */
        readonly repositories: readonly string[];
      }
    | {
        readonly type: "ENHANCED";
        /**
         * Filters of the repositories whose images are scanned on push.
         * @default - none: `continuous` is then needed
         */
        readonly onPush?: readonly string[];
        /**
         * Filters of the repositories whose images are scanned on push, and again for new vulnerabilities.
         * @default - none: `onPush` is then needed
         */
        readonly continuous?: readonly string[];
      }
  );

interface ExistingScanning {
  /**
   * "replace" is for a registry whose scanning configuration, which is in nobody's state here, may go:
   * without it, `cdktf diff` and `deploy` and the pipeline refuse to replace one of which a rule would
   * be lost. Only needed for the first deployment.
   * @default - refused
   */
  readonly existing?: "replace";
}

/** What each of the properties may be, for an app without a type check. */
export const IMAGE_SCANNING: FormOf<ImageScanningProps> = {
  shape: {
    type: ["BASIC", "ENHANCED"],
    repositories: checkStrings,
    onPush: checkStrings,
    continuous: checkStrings,
    existing: ["replace"],
  },
  required: ["type"],
};

/**
 * Scans images for known vulnerabilities. An import from an upstream counts as a push.
 *
 * A registry has one scanning configuration. Deploying this replaces it; destroying this restores basic
 * scanning without rules.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 */
export class ImageScanning extends Construct {
  constructor(scope: Construct, id: string, props: ImageScanningProps) {
    super(scope, id);
    if (!hasForm(this, props, IMAGE_SCANNING, "scanning")) return;
    const { type } = props;
    for (const other of type === "BASIC" ? ["onPush", "continuous"] : ["repositories"]) {
      if (other in props) reject(this, `scanning.${other}`, checkHasFilters(type));
    }
    const rules = this.rules(props);
    const configuration = new EcrRegistryScanningConfiguration(this, "configuration", {
      scanType: props.type,
      rule: rules.map(({ scanFrequency, filters }) => ({
        scanFrequency,
        repositoryFilter: filters.map((filter) => ({ filterType: "WILDCARD", filter })),
      })),
    });
    named("this", noteExisting(configuration, props.existing));
  }

  private rules(props: ImageScanningProps) {
    if (props.type === "BASIC") {
      return [this.rule("SCAN_ON_PUSH", "repositories", props.repositories ?? [])];
    }
    const { onPush, continuous } = props;
    if (!onPush && !continuous) {
      reject(this, "scanning", {
        given: "ENHANCED without filters",
        allowed: "`onPush`, `continuous` or both: what no filter matches is not scanned",
        fix: 'write continuous: ["*"], or choose type: "BASIC"',
      });
    }
    return [
      ...(continuous ? [this.rule("CONTINUOUS_SCAN", "continuous", continuous)] : []),
      ...(onPush ? [this.rule("SCAN_ON_PUSH", "onPush", onPush)] : []),
    ];
  }

  private rule(scanFrequency: string, property: string, filters: readonly string[]) {
    check(this, `scanning.${property}`, filters, checkScanningFilters);
    for (const [index, filter] of filters.entries()) {
      check(this, `scanning.${property}[${index}]`, filter, checkScanningFilter);
      warn(this, `scanning.${property}[${index}]`, filter, checkScanningFilterIsExact);
    }
    return { scanFrequency, filters };
  }
}
