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
import { type FormOf, hasForm } from "./form";
import { check, reject, warn } from "./problems";

/**
 * How images are scanned. Filters are repository names with `*` for any characters, 1 to 100 of them.
 *
 * `BASIC` is free and finds vulnerabilities in operating system packages when an image is pushed.
 * `ENHANCED` is Amazon Inspector, which costs: language packages too, on push or continuously. What no
 * filter matches is then not scanned at all; what both match is scanned continuously.
 */
export type ImageScanningProps =
  | { readonly type: "BASIC"; readonly repositories: readonly string[] }
  | {
      readonly type: "ENHANCED";
      readonly onPush?: readonly string[];
      readonly continuous?: readonly string[];
    };

export const IMAGE_SCANNING: FormOf<ImageScanningProps> = {
  shape: {
    type: ["BASIC", "ENHANCED"],
    repositories: checkStrings,
    onPush: checkStrings,
    continuous: checkStrings,
  },
  required: ["type"],
};

/**
 * Scans images for known vulnerabilities; an import from upstream is a push.
 *
 * A registry has one scanning configuration. Applying this replaces what is there, and destroying it
 * goes back to basic scanning without rules.
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
    named(
      "this",
      new EcrRegistryScanningConfiguration(this, "configuration", {
        scanType: props.type,
        rule: rules.map(({ scanFrequency, filters }) => ({
          scanFrequency,
          repositoryFilter: filters.map((filter) => ({ filterType: "WILDCARD", filter })),
        })),
      }),
    );
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
