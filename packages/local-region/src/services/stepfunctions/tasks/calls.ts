import type { Clock } from "../../../clock.ts";
import { isObject, type JsonObject } from "../../../json.ts";
import { messageOf } from "../../../message-of.ts";
import { AwsError, type Functions, type Json, type Principal, type Queues } from "../../../ports.ts";
import type { TaskResource } from "../definition/resources.ts";
import { sdkMetadata } from "./sdk-metadata.ts";

/** The outcome of a call: the service's answer, or an error with the name that Step Functions gives it. */
export type CallResult =
  | { readonly ok: true; readonly output: Json }
  | { readonly ok: false; readonly error: string; readonly cause: string };

/** The services that tasks call. */
export interface CalledServices {
  readonly clock: Pick<Clock, "now">;
  readonly functions: Functions;
  readonly queues: Queues;
  readonly log: (message: string) => void;
}

/** The names of a task's history events, and what all their details share. */
export interface TaskWords {
  readonly prefix: "Task" | "LambdaFunction";
  readonly common: Readonly<Record<string, string>>;
}

export const wordsOf = (resource: TaskResource): TaskWords =>
  resource.kind === "function"
    ? { prefix: "LambdaFunction", common: {} }
    : {
        prefix: "Task",
        common: {
          resourceType: resource.service,
          resource: `${resource.action}${resource.waitsForToken ? ".waitForTaskToken" : ""}`,
        },
      };

const invokeFunction = async (
  { functions, clock }: Pick<CalledServices, "functions" | "clock">,
  args: JsonObject,
  principal: Principal,
): Promise<CallResult> => {
  const { FunctionName: name, Qualifier: qualifier } = args;
  const functionName = typeof qualifier === "string" ? `${String(name)}:${qualifier}` : String(name);
  const result = await functions.invoke(functionName, args.Payload ?? {}, principal);
  if (!result.ok) return result;
  const { payload } = result;
  const metadata = sdkMetadata("lambda", { body: JSON.stringify(payload), at: clock.now() });
  return { ok: true, output: { ExecutedVersion: "$LATEST", Payload: payload, ...metadata, StatusCode: 200 } };
};

const sendMessage = async (
  { queues, clock }: Pick<CalledServices, "queues" | "clock">,
  args: JsonObject,
  principal: Principal,
): Promise<CallResult> => {
  const { QueueUrl: queueUrl, MessageBody: message, DelaySeconds: delay } = args;
  const body = typeof message === "string" ? message : JSON.stringify(message);
  const { MD5OfMessageBody, MessageId } = await queues.sendMessage(
    { queueUrl: String(queueUrl), body, ...(delay === undefined ? {} : { delaySeconds: Number(delay) }) },
    principal,
  );
  const answer = { MD5OfMessageBody, MessageId };
  const metadata = sdkMetadata("sqs", { body: JSON.stringify(answer), at: clock.now() });
  return { ok: true, output: { ...answer, ...metadata } };
};

const serviceNames = { lambda: "Lambda", sqs: "SQS" } as const;

/** Error names of integrations: the service and the exception's name, which ends in `Exception`. */
const errorName = (service: keyof typeof serviceNames, code: string): string => {
  const name = code.split(".").at(-1) ?? code;
  return `${serviceNames[service]}.${name.endsWith("Exception") ? name : `${name}Exception`}`;
};

/** Makes the task's call, once. `parameters`: the evaluated arguments, or a plain function's input. */
export const call = async (
  services: CalledServices,
  resource: TaskResource,
  parameters: Json,
  principal: Principal,
): Promise<CallResult> => {
  const service = resource.kind === "function" ? "lambda" : resource.service;
  try {
    if (resource.kind === "function") {
      const result = await services.functions.invoke(resource.functionArn, parameters, principal);
      return result.ok ? { ok: true, output: result.payload } : result;
    }
    const args = isObject(parameters) ? parameters : {};
    return await (resource.action === "invoke" ? invokeFunction : sendMessage)(services, args, principal);
  } catch (error) {
    if (error instanceof AwsError)
      return { ok: false, error: errorName(service, error.code), cause: error.message };
    const cause = messageOf(error);
    services.log(`A call of ${service} failed without an AWS error: ${cause}`);
    return { ok: false, error: errorName(service, "SdkClientException"), cause };
  }
};
