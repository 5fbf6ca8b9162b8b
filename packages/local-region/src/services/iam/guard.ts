import { AwsError, type AwsService, type Principal, type ServiceCaller } from "../../ports.ts";
import { type AccessRequest, decide, type Statement } from "./policy.ts";
import { bucketAndKey, mayListNeed, need, type Permissions, type PermissionsNeeded } from "./requests.ts";

export interface GuardOptions {
  /** The statements of all policies of a role, by its ARN. */
  readonly statementsOf: (roleArn: string) => readonly Statement[];
  /** What the policies of buckets and queues deny to everybody. */
  readonly resourceStatements?: readonly Statement[];
  /** What the functions' own policies allow other services. */
  readonly invocationStatements?: readonly Statement[];
  /** Called with a line about each refusal: role, action and resource. */
  readonly log: (line: string) => void;
  /** Called with the action of each call of a role that is allowed. */
  readonly onCall?: (action: string, roleArn: string) => void;
  /** Called with each permission that a role needs, before the decision. */
  readonly onAccess?: AccessListener;
}

export type AccessListener = (role: RolePrincipal, alternatives: readonly AccessRequest[]) => void;

export type RolePrincipal = Extract<Principal, { kind: "role" }>;

type Refusal = "denied by its role" | "denied by the resource" | "not allowed";

const because: Readonly<Record<Refusal, (action: string) => string>> = {
  "denied by its role": () => "with an explicit deny in an identity-based policy",
  "denied by the resource": () => "with an explicit deny in a resource-based policy",
  "not allowed": (action) => `because no identity-based policy allows the ${action} action`,
};

/** Step Functions refuses with 400, the others with 403; the codes of S3 and SES have no "Exception". */
const refusalOf = (action: string): readonly [code: string, status: number] => {
  const [service = ""] = action.split(":");
  if (service === "s3" || service === "ses") return ["AccessDenied", 403];
  return ["AccessDeniedException", service === "states" ? 400 : 403];
};

/**
 * Checks every call of a role against the role's statements in the template, and refuses what AWS would refuse.
 * The owner of this machine may do everything.
 */
export class Guard {
  readonly #options: GuardOptions;

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** @throws {AwsError} in AWS's words, for the first permission that is missing. */
  check(principal: Principal, permissions: Permissions): void {
    if (principal.kind === "owner") return;
    const statements = this.#options.statementsOf(principal.arn);
    for (const alternatives of permissions) {
      this.#options.onAccess?.(principal, alternatives);
      const refusals = alternatives.map((request) => this.#decide(statements, request));
      const [request] = alternatives;
      const [refusal] = refusals;
      if (request && refusal && !refusals.includes(undefined)) {
        throw this.#refuse(principal, request, refusal);
      }
    }
  }

  /** @returns why the call is refused; undefined: it is allowed. */
  #decide(statements: readonly Statement[], request: AccessRequest): Refusal | undefined {
    const ofRole = decide(statements, request);
    if (ofRole === "explicit-deny") return "denied by its role";
    const { resourceStatements = [] } = this.#options;
    if (decide(resourceStatements, request) === "explicit-deny") return "denied by the resource";
    return ofRole === "allowed" ? undefined : "not allowed";
  }

  /** @throws {AwsError} when the function's policy does not allow the service. */
  checkInvocation({ sourceArn }: ServiceCaller, functionArn: string): void {
    const request = need("lambda:InvokeFunction", functionArn, { "aws:sourcearn": sourceArn });
    if (decide(this.#options.invocationStatements ?? [], request) === "allowed") return;
    this.#options.log(`Refused: ${sourceArn} has no permission to invoke ${functionArn}.`);
    throw new AwsError("AccessDeniedException", "Invalid permissions on Lambda function", 403);
  }

  /** Checks a call that is about to be made. @throws {AwsError} as `check` does. */
  admit(principal: Principal, permissions: Permissions): void {
    this.check(principal, permissions);
    const action = permissions[0]?.[0]?.action;
    if (action !== undefined && principal.kind === "role") this.#options.onCall?.(action, principal.arn);
  }

  /** Wraps a service: only callers with the right may use it. */
  service(service: AwsService, needed: PermissionsNeeded): AwsService {
    return (request) => {
      this.admit(request.principal, needed(request));
      return service(request);
    };
  }

  /** Wraps S3: without ListBucket, S3 answers 403 instead of 404. */
  objects(service: AwsService, needed: PermissionsNeeded): AwsService {
    const guarded = this.service(service, needed);
    return async (request) => {
      try {
        const response = await guarded(request);
        if (response.status === 404) this.#checkMayKnow(request.principal, request.path);
        return response;
      } catch (error) {
        if (error instanceof AwsError && error.status === 404) {
          this.#checkMayKnow(request.principal, request.path);
        }
        throw error;
      }
    };
  }

  #checkMayKnow(principal: Principal, path: string): void {
    const { bucket, key } = bucketAndKey(path);
    if (key) this.check(principal, [[mayListNeed(bucket, key)]]);
  }

  #refuse(role: RolePrincipal, request: AccessRequest, refusal: Refusal): AwsError {
    const { action, resource } = request;
    this.#options.log(`Refused: ${role.logicalId} has no right to ${action} on ${resource}.`);
    const sentence = `User: ${role.arn} is not authorized to perform: ${action} on resource: "${resource}"`;
    return new AwsError(
      refusalOf(action)[0],
      `${sentence} ${because[refusal](action)}`,
      refusalOf(action)[1],
    );
  }
}
