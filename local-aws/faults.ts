import { AwsError } from "./aws-error";
import type { Service } from "./service";
import { callNames } from "./services";

/** A failure to inject into calls. */
export interface Fault {
  /** `service:Operation`. */
  readonly call: string;
  /** How many calls fail. @default 1 */
  readonly times?: number;
  /** How many calls succeed first. @default 0 */
  readonly after?: number;
  /** @default the code with which the service denies access, which no client retries */
  readonly code?: string;
  /** @default a sentence that says that the failure was injected */
  readonly message?: string;
  /** Clients retry from 500 upwards. @default the status of denied access: 400, or 403 for S3 */
  readonly status?: number;
}

interface PlannedFault {
  readonly call: string;
  after: number;
  times: number;
  readonly error: (service: Service) => AwsError;
}

/** The injected failures, in the order in which they were requested. */
export class Faults {
  #planned: PlannedFault[] = [];

  fail({ call, times = 1, after = 0, code, message, status }: Fault): void {
    this.#plan(call, times, after, (service) => {
      const text = message ?? `local-aws was asked to let ${call} fail`;
      return new AwsError(code ?? service.accessDeniedCode, text, {
        status: status ?? service.accessDeniedStatus ?? 400,
        reason: "injected fault",
      });
    });
  }

  throttle({ call, times = 1 }: Pick<Fault, "call" | "times">): void {
    this.#plan(call, times, 0, (service) => {
      return new AwsError(service.throttlingCode, "Rate exceeded", {
        status: service.throttlingStatus ?? 400,
        reason: "injected fault",
      });
    });
  }

  clear(): void {
    this.#planned = [];
  }

  /** The error with which this call fails, if a fault is planned for it. */
  next(call: string, service: Service): AwsError | undefined {
    const fault = this.#planned.find((one) => one.call === call);
    if (!fault) return undefined;
    if (fault.after > 0) {
      fault.after -= 1;
      return undefined;
    }
    fault.times -= 1;
    if (fault.times <= 0) this.#planned = this.#planned.filter((one) => one !== fault);
    return fault.error(service);
  }

  #plan(call: string, times: number, after: number, error: PlannedFault["error"]): void {
    if (!callNames.includes(call)) {
      throw new Error(`local-aws has no call "${call}". Calls are named like ${callNames[0]}.`);
    }
    if (times < 1) throw new Error(`A fault of ${call} must happen at least once, not ${times}.`);
    this.#planned.push({ call, after, times, error });
  }
}
