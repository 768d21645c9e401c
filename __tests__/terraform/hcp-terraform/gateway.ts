import { ApiError, notFound } from "./api-error";
import { type Answer, refusal } from "./json-api";
import type { Organization } from "./organization";
import { organizationRoutes } from "./organizations";
import { projectRoutes } from "./projects";
import { findRoute, type Routes } from "./routing";
import { runRoutes, uploadConfiguration } from "./runs";
import { stateOutputRoutes } from "./state-outputs";
import { stateVersionRoutes, uploadState } from "./state-versions";
import { lockRoutes } from "./workspace-locks";
import { workspaceRoutes } from "./workspaces";

const API = "/api/v2/";
const UPLOAD = "/upload/";

const routes: Routes = {
  ...organizationRoutes,
  ...projectRoutes,
  ...workspaceRoutes,
  ...lockRoutes,
  ...stateVersionRoutes,
  ...stateOutputRoutes,
  ...runRoutes,
};

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

/** One request that was answered. Holds no token, and nothing of a state. */
export interface RecordedCall {
  /** Method and route, such as `POST workspaces/:workspace/actions/lock`; the path, if unknown. */
  readonly call: string;
  /** Absent when the token was missing or wrong, and for addresses that need none. */
  readonly user?: string;
  readonly status: number;
  readonly known: boolean;
}

/** Takes a request to the route that answers it. */
export class Gateway {
  readonly calls: RecordedCall[] = [];

  constructor(
    private readonly organization: Organization,
    /** The users, by their tokens. */
    private readonly users: Readonly<Record<string, string>>,
  ) {}

  answer(request: HttpRequest): Answer {
    const { method, url } = request;
    const path = url.pathname;
    if (path === "/.well-known/terraform.json") return discovery();
    if (path.startsWith(UPLOAD)) return this.upload(request, path.slice(UPLOAD.length));
    const route = findRoute(routes, method, path.replace(API, ""));
    const user = this.userOf(request);
    const answer = answerOf(() => {
      if (user === undefined) throw new ApiError(401, "unauthorized");
      const handle = route && routes[route.name];
      if (!handle) throw notFound();
      const { organization } = this;
      const { origin, searchParams: query } = url;
      return handle({
        params: route.params,
        query,
        body: request.body.toString("utf8"),
        user,
        organization,
        origin,
      });
    });
    this.calls.push({
      call: route?.name ?? `${method} ${path}`,
      ...(user !== undefined && { user }),
      status: answer.status,
      known: route !== undefined,
    });
    return answer;
  }

  private upload({ method, body }: HttpRequest, key: string): Answer {
    const known = method === "PUT";
    const answer = answerOf(() => {
      if (!known) throw notFound();
      const { organization } = this;
      return uploadConfiguration(organization, key, body) ?? uploadState(organization, key, body);
    });
    this.calls.push({ call: `${method} upload`, status: answer.status, known });
    return answer;
  }

  private userOf({ authorization = "" }: HttpRequest): string | undefined {
    const token = /^Bearer (.+)$/.exec(authorization)?.[1] ?? "";
    return Object.hasOwn(this.users, token) ? this.users[token] : undefined;
  }
}

/** @see https://developer.hashicorp.com/terraform/internals/remote-service-discovery */
function discovery(): Answer {
  const body = JSON.stringify({ "tfe.v2": API, "state.v2": API });
  return { status: 200, contentType: "application/json", body };
}

function answerOf(handle: () => Answer): Answer {
  try {
    return handle();
  } catch (error) {
    if (error instanceof ApiError) return refusal(error);
    throw error;
  }
}
