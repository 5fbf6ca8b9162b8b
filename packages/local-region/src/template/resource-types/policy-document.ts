import * as z from "zod";
import { messageOf } from "../../message-of.ts";
import { parsePolicy, type Statement } from "../../services/iam/policy.ts";

/** A policy's statements, ready to be evaluated; what the region can't evaluate is a problem of the template. */
export const policyDocument = z.unknown().transform((document, context): Statement[] => {
  try {
    return parsePolicy(document);
  } catch (error) {
    context.addIssue({ code: "custom", message: messageOf(error) });
    return z.NEVER;
  }
});
