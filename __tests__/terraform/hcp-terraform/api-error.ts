/** A refusal, as HCP Terraform words it: a JSON:API error. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail?: string,
  ) {
    super(detail ?? title);
  }
}

/** HCP Terraform does not say whether a thing is missing, or only closed to the caller. */
export const notFound = () => new ApiError(404, "not found");
export const conflict = (detail: string) => new ApiError(409, "conflict", detail);
export const invalid = (detail: string) => new ApiError(422, "invalid attribute", detail);
