import type { Principal } from "../../ports.ts";

/** Who executions act as, and what that allows them. */
export interface Permissions {
  readonly principalOf: (roleArn: string) => Principal;
  /** Throws AwsError when the role may not start, or redrive, the children of a Distributed Map. */
  readonly authorize: (
    principal: Principal,
    action: "StartExecution" | "RedriveExecution",
    arn: string,
  ) => void;
}
