import type { Principal } from "../../ports.ts";

/** Who executions act as, and what that allows them. */
export interface Permissions {
  readonly principalOf: (roleArn: string) => Principal;
  /** Whether the role exists; a machine with one that does not is not created. */
  readonly mayAssume: (roleArn: string) => boolean;
  /** Throws AwsError when the role may not start, or redrive, the children of a Distributed Map. */
  readonly authorize: (
    principal: Principal,
    action: "StartExecution" | "RedriveExecution",
    arn: string,
  ) => void;
}
