import { EcrRegistryScanningConfiguration } from "@cdktf/provider-aws/lib/ecr-registry-scanning-configuration";
import { Construct } from "constructs";
import {
  checkScanningFilter,
  checkScanningFilterIsExact,
  checkScanningFilters,
} from "../ecr/scanning";
import { named } from "./address";
import { advise, check } from "./problems";

export interface ImageScanningProps {
  /** `BASIC` is free and finds vulnerabilities in operating system packages, on push. */
  readonly type: "BASIC";
  /** Which repositories are scanned: names with `*` for any characters, 1 to 100 of them. */
  readonly repositories: readonly string[];
}

/**
 * Scans images for known vulnerabilities when they are pushed; an import from upstream is a push.
 *
 * A registry has one scanning configuration. Applying this replaces what is there, and destroying it
 * goes back to basic scanning without rules.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 */
export class ImageScanning extends Construct {
  constructor(scope: Construct, id: string, props: ImageScanningProps) {
    super(scope, id);
    check(this, "scanning.repositories", props.repositories, checkScanningFilters);
    for (const [index, filter] of props.repositories.entries()) {
      check(this, `scanning.repositories[${index}]`, filter, checkScanningFilter);
      advise(this, `scanning.repositories[${index}]`, filter, checkScanningFilterIsExact);
    }
    named(
      "this",
      new EcrRegistryScanningConfiguration(this, "configuration", {
        scanType: props.type,
        rule: [
          {
            scanFrequency: "SCAN_ON_PUSH",
            repositoryFilter: props.repositories.map((filter) => ({
              filterType: "WILDCARD",
              filter,
            })),
          },
        ],
      }),
    );
  }
}
