import { compose } from "./formats/compose";
import type { CrdPath } from "./formats/crd-paths";
import { dockerfile } from "./formats/dockerfile";
import { gitHubActions } from "./formats/github-actions";
import { gitLabCi } from "./formats/gitlab-ci";
import { helmValues } from "./formats/helm-values";
import { devContainer, json } from "./formats/json";
import { kubernetes } from "./formats/kubernetes";
import { kustomization } from "./formats/kustomization";
import type { FileFormat } from "./image-site";

/** The formats of files. Those that are recognized by file names come first. */
export function formats(crdPaths: readonly CrdPath[]): readonly FileFormat[] {
  return [
    dockerfile,
    devContainer,
    json,
    kustomization,
    compose,
    gitHubActions,
    gitLabCi,
    helmValues,
    kubernetes(crdPaths),
  ];
}
