import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from "aws-lambda";
import { findProfile } from "../../adapters/course-reader.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type StudentId, studentIdSchema } from "../../course/ids.ts";
import { courseStore } from "../runtime/course-store.ts";
import { apiKeysIn } from "./api-key-header.ts";
import { isSecret } from "./secret.ts";

/** Longer than any key: 64 characters of id, a dot, 43 of secret. */
const longestKey = 128;

/** The word that makes the gateway answer 401. */
const unauthorized = (): Error => new Error("Unauthorized");

const keyOf = (event: APIGatewayRequestAuthorizerEvent): { studentId: StudentId; secret: string } | null => {
  const [key = "", ...others] = apiKeysIn(event);
  const dot = key.lastIndexOf(".");
  const studentId = studentIdSchema.safeParse(key.slice(0, Math.max(dot, 0)));
  if (others.length > 0 || key.length > longestKey || !studentId.success) return null;
  return { studentId: studentId.data, secret: key.slice(dot + 1) };
};

/**
 * Every method of the stage, `arn:aws:execute-api:<region>:<account>:<api>/<stage>/*`: the gateway caches the policy by key
 * and applies it to all methods.
 */
const wholeStage = (methodArn: string): string => `${methodArn.split("/").slice(0, 2).join("/")}/*`;

const policy = (
  effect: "Allow" | "Deny",
  studentId: StudentId,
  methodArn: string,
): APIGatewayAuthorizerResult => ({
  principalId: studentId,
  context: { studentId },
  policyDocument: {
    Version: "2012-10-17",
    Statement: [{ Action: "execute-api:Invoke", Effect: effect, Resource: wholeStage(methodArn) }],
  },
});

/**
 * Identifies the caller by the key `<studentId>.<secret>`, split at the last dot. A student off the list is refused (403).
 *
 * @throws Error "Unauthorized" (401) for a key that is malformed, unknown, wrong or revoked, and for more than one key.
 */
export const authorize = async (
  event: APIGatewayRequestAuthorizerEvent,
  store: ObjectStore = courseStore(),
): Promise<APIGatewayAuthorizerResult> => {
  const key = keyOf(event);
  if (key === null) throw unauthorized();
  const profile = await findProfile(store, key.studentId);
  const isKnown = isSecret(key.secret, profile?.apiKey?.sha256);
  if (!profile || !isKnown) throw unauthorized();
  return policy(profile.onList ? "Allow" : "Deny", key.studentId, event.methodArn);
};

export const handler = (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> =>
  authorize(event);
