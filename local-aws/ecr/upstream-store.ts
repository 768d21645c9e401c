import { globalSlot } from "../state";
import { type UpstreamImage, type UpstreamImageOptions, upstreamImage } from "./upstream-image";
import { upstreamRegistry } from "./upstream-registries";

const REFERENCE = /^([^/]+)\/([a-z0-9._/-]+):([\w.-]+)$/;

/** The images of the upstream registries. */
export class UpstreamStore {
  readonly #images = new Map<string, UpstreamImage>();

  /**
   * Publishes an image, replacing an earlier one with the same reference.
   * @param reference with the host as in a rule: `registry-1.docker.io/library/nginx:1.29`
   */
  publish(reference: string, options?: UpstreamImageOptions): UpstreamImage {
    const [, host = "", repository = ""] = REFERENCE.exec(reference) ?? [];
    if (repository === "") {
      throw new Error(
        `An upstream's image is HOST/REPOSITORY:TAG, such as registry-1.docker.io/library/nginx:1.29, unlike "${reference}".`,
      );
    }
    upstreamRegistry(host);
    const image = upstreamImage(`${host}/${repository}`, options);
    this.#images.set(reference, image);
    return image;
  }

  find(host: string, repository: string, tag: string): UpstreamImage | undefined {
    return this.#images.get(`${host}/${repository}:${tag}`);
  }
}

export const upstreamImages = globalSlot(() => new UpstreamStore());

/** What is wrong with a reference under which an image is to be published, if anything is. */
export function upstreamImageProblem(reference: string): string | undefined {
  try {
    new UpstreamStore().publish(reference);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
