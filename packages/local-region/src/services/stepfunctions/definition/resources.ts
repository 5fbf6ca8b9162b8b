import type { JsonObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import { expressionIn } from "../jsonata/template.ts";

/** What a Task calls, read from its `Resource`. */
export type TaskResource =
  /** `arn:...:lambda:...:function:name`: the state's input goes in, the function's answer comes out. */
  | { readonly kind: "function"; readonly functionArn: string }
  /** An integration, `arn:aws:states:::service:action`, with or without waiting for a token. */
  | {
      readonly kind: "integration";
      readonly service: "lambda" | "sqs";
      readonly action: "invoke" | "sendMessage";
      readonly waitsForToken: boolean;
    };

interface ArgumentRules {
  readonly required: readonly string[];
  readonly allowed: readonly string[];
}

/** The arguments that the integrations take here. AWS has more for some of them; those are refused, not ignored. */
export const integrationArguments: Readonly<Record<"invoke" | "sendMessage", ArgumentRules>> = {
  invoke: { required: ["FunctionName"], allowed: ["FunctionName", "Payload", "Qualifier", "InvocationType"] },
  sendMessage: {
    required: ["QueueUrl", "MessageBody"],
    allowed: ["QueueUrl", "MessageBody", "DelaySeconds"],
  },
};

/** The problems of an integration's arguments, each with its path below `Arguments`. */
export const argumentProblems = (
  action: keyof typeof integrationArguments,
  given: JsonObject,
): readonly { readonly at: string; readonly text: string }[] => {
  const { required, allowed } = integrationArguments[action];
  const type = given.InvocationType;
  return [
    ...required.filter((name) => !(name in given)).map((name) => ({ at: "", text: `needs ${name}` })),
    ...Object.keys(given)
      .filter((name) => !allowed.includes(name))
      .map((name) => ({
        at: `/${name}`,
        text: `is not supported; ${action} takes ${allowed.join(", ")}`,
      })),
    ...(type === undefined || type === "RequestResponse" || isExpression(type)
      ? []
      : [{ at: "/InvocationType", text: `must be "RequestResponse", not ${JSON.stringify(type)}` }]),
  ];
};

const isExpression = (value: Json): boolean => typeof value === "string" && expressionIn(value) !== undefined;

const functionArn = /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;
const integration = /^arn:aws[\w-]*:states:::(?:(lambda):(invoke)|(sqs):(sendMessage))(\.waitForTaskToken)?$/;

export const supportedResources =
  "a Lambda function's ARN, arn:aws:states:::lambda:invoke or arn:aws:states:::sqs:sendMessage, the last two also with .waitForTaskToken";

/** undefined: the resource is not supported here. */
export const parseResource = (resource: string): TaskResource | undefined => {
  if (functionArn.test(resource)) return { kind: "function", functionArn: resource };
  const match = integration.exec(resource);
  if (!match) return undefined;
  const waitsForToken = match[5] !== undefined;
  return match[1] === "lambda"
    ? { kind: "integration", service: "lambda", action: "invoke", waitsForToken }
    : { kind: "integration", service: "sqs", action: "sendMessage", waitsForToken };
};
