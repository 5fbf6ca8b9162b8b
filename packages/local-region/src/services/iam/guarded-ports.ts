import type { Functions, Objects, Principal, Queues } from "../../ports.ts";
import type { Guard } from "./guard.ts";
import { bucketArn, lambdaArnOf, need, objectArn, queueArnOf } from "./requests.ts";

/** The region's own calls on behalf of a role, such as those of a running state machine, need the role's rights too. */

/** A Distributed Map's children are started, and redriven, with the rights of the state machine's role. */
export const guardedChildren =
  (guard: Guard) =>
  (principal: Principal, action: ChildAction, arn: string): void =>
    guard.admit(principal, [[need(`states:${action}`, arn)]]);

type ChildAction = "StartExecution" | "RedriveExecution";

export const guardedFunctions = (guard: Guard, functions: Functions): Functions => ({
  invoke: async (functionName, payload, caller) => {
    const arn = lambdaArnOf(functionName);
    if (caller.kind === "service") guard.checkInvocation(caller, arn);
    else guard.admit(caller, [[need("lambda:InvokeFunction", arn)]]);
    return functions.invoke(functionName, payload, caller);
  },
});

export const guardedQueues = (guard: Guard, queues: Queues): Queues => ({
  sendMessage: async (call, principal) => {
    guard.admit(principal, [[need("sqs:SendMessage", queueArnOf(call.queueUrl))]]);
    return queues.sendMessage(call, principal);
  },
});

export const guardedObjects = (guard: Guard, objects: Objects): Objects => ({
  get: async (bucket, key, principal) => {
    guard.admit(principal, [[need("s3:GetObject", objectArn(bucket, key))]]);
    return objects.get(bucket, key, principal);
  },
  put: async (bucket, key, body, principal) => {
    guard.admit(principal, [[need("s3:PutObject", objectArn(bucket, key))]]);
    return objects.put(bucket, key, body, principal);
  },
  list: (bucket, prefix, principal) => {
    guard.admit(principal, [[need("s3:ListBucket", bucketArn(bucket), { "s3:prefix": prefix })]]);
    return objects.list(bucket, prefix, principal);
  },
});
