import { randomUUID } from "node:crypto";
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
  // An argument that is null is one that is not there; SQS refuses an empty body with the same words.
  const body = typeof message === "string" ? message : message === null ? "" : JSON.stringify(message);
  const { MD5OfMessageBody, MessageId } = await queues.sendMessage(
    { queueUrl: String(queueUrl), body, ...(delay === undefined ? {} : { delaySeconds: Number(delay) }) },
    principal,
  );
  const answer = { MD5OfMessageBody, MessageId };
  const metadata = sdkMetadata("sqs", { body: JSON.stringify(answer), at: clock.now() });
  return { ok: true, output: { ...answer, ...metadata } };
};

/** What Step Functions calls a service in errors, and what the SDK that it uses does. */
const serviceNames = {
  lambda: { name: "Lambda", sdkName: "AWSLambda" },
  sqs: { name: "SQS", sdkName: "AmazonSQS" },
} as const;

type CalledService = keyof typeof serviceNames;

/** Codes without `Exception` at their end that have an exception in the SDK; without one it is the service's own. */
const codesOfExceptions = ["InvalidMessageContents", "QueueDoesNotExist", "UnsupportedOperation"];

const exceptionName = (code: string, sdkName: string): string => {
  if (codesOfExceptions.includes(code)) return `${code}Exception`;
  return code.endsWith("Exception") && code !== "AccessDeniedException" ? code : `${sdkName}Exception`;
};

const sdkClientException = "SdkClientException";

/** Only a service's answer has the words in brackets; for the client's own errors there was no answer. */
const failedCall = (service: CalledService, { code, message, status }: AwsError): CallResult => {
  const { name, sdkName } = serviceNames[service];
  const answer = `Service: ${sdkName}; Status Code: ${status}; Error Code: ${code}; Request ID: ${randomUUID()}; Proxy: null`;
  return {
    ok: false,
    error: `${name}.${exceptionName(code, sdkName)}`,
    cause: code === sdkClientException ? message : `${message} (${answer})`,
  };
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
    if (error instanceof AwsError) return failedCall(service, error);
    const cause = messageOf(error);
    services.log(`A call of ${service} failed without an AWS error: ${cause}`);
    return failedCall(service, new AwsError(sdkClientException, cause));
  }
};
