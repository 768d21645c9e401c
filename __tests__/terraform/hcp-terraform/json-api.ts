import { type ApiError, invalid } from "./api-error";

/** @see https://developer.hashicorp.com/terraform/cloud-docs/api-docs#json-api-documents */
export const JSON_API = "application/vnd.api+json";

export interface Resource {
  readonly id?: string;
  readonly type: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly relationships?: Readonly<Record<string, { readonly data: Resource | Resource[] }>>;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export const EMPTY: Answer = { status: 204, contentType: JSON_API, body: "" };

export function one(data: Resource, status = 200): Answer {
  return answer(status, { data });
}

/** All on one page: no test has more than a page holds. */
export function many(data: readonly Resource[]): Answer {
  const pagination = {
    "current-page": 1,
    "prev-page": null,
    "next-page": null,
    "total-pages": 1,
    "total-count": data.length,
  };
  return answer(200, { data, meta: { pagination } });
}

export function refusal({ status, title, detail }: ApiError): Answer {
  return answer(status, { errors: [{ status: String(status), title, detail }] });
}

/** @throws when the body is no document about one or more resources of this type */
export function readResources(body: string, type: string): Resource[] {
  const resources: Resource[] = [parse(body)].flat();
  if (resources.some((resource) => resource?.type !== type)) {
    throw invalid(`the body must be about ${type}`);
  }
  return resources;
}

/** @throws when the body is no document about one resource of this type */
export function readResource(body: string, type: string): Resource {
  const [resource, ...others] = readResources(body, type);
  if (!resource || others.length > 0) throw invalid("the body must be about one resource");
  return resource;
}

/** The resources at the end of a relationship. */
export function related(resource: Resource, relationship: string): Resource[] {
  return [resource.relationships?.[relationship]?.data ?? []].flat();
}

function parse(body: string): Resource | Resource[] {
  try {
    return JSON.parse(body).data;
  } catch {
    throw invalid("the body must be JSON");
  }
}

function answer(status: number, document: object): Answer {
  return { status, contentType: JSON_API, body: JSON.stringify(document) };
}
