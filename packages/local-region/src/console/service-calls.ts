import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from "../ports.ts";

/** What the console may ask Step Functions: all that reads, and to start an execution. */
const stateActions: ReadonlySet<string> = new Set([
  "DescribeExecution",
  "DescribeMapRun",
  "DescribeStateMachine",
  "DescribeStateMachineForExecution",
  "GetExecutionHistory",
  "ListExecutions",
  "ListMapRuns",
  "ListStateMachines",
  "StartExecution",
]);

const ownersRequest = (request: Omit<AwsRequest, "principal" | "query"> & { query?: URLSearchParams }) => ({
  query: new URLSearchParams(),
  ...request,
  principal: { kind: "owner" as const },
});

/** A call of the Step Functions API with the owner's rights. @param body the action's request as JSON. */
export const callStates = async (service: AwsService, action: string, body: string): Promise<AwsResponse> => {
  if (!stateActions.has(action)) {
    throw new AwsError("UnknownOperation", `The console does not call ${action} of Step Functions.`, 404);
  }
  return service(
    ownersRequest({
      method: "POST",
      path: "/",
      headers: { "x-amz-target": `AWSStepFunctions.${action}`, "content-type": "application/x-amz-json-1.0" },
      body: Buffer.from(body),
    }),
  );
};

/** GetObject or ListObjectsV2 with the owner's rights. @param path undecoded: `/<bucket>` or `/<bucket>/<key>`. */
export const callObjects = (
  service: AwsService,
  path: string,
  query: URLSearchParams,
): Promise<AwsResponse> =>
  service(ownersRequest({ method: "GET", path, query, headers: {}, body: Buffer.alloc(0) }));
