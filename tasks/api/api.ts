import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import type * as z from "zod";
import { type Refused, refused } from "../../course/api/refused.ts";
import { longestBodyBytes } from "../../course/api/requests.ts";
import { contentSecurityPolicy, securityHeaders } from "../../course/api/security-headers.ts";
import { type Instant, type StudentId, studentIdSchema, toInstant } from "../../course/ids.ts";
import { describeIssues } from "../../course/problems.ts";
import { isError } from "../../course/unknown-value.ts";
import { type LogFields, logger, withLogFields } from "../runtime/logger.ts";
import { apiKeysIn } from "./api-key-header.ts";
import { RateLimit, studentLimit } from "./rate-limit.ts";

/** Ends a request with a code of the API's contract and a sentence for people. */
export class ApiError extends Error {
  readonly code: 400 | 403 | 404 | 409 | 410 | 413;
  /** Fields of the answer that name the reason; left out for mistakes that only programs make. */
  readonly why: Omit<Refused, "body">;
  constructor(code: ApiError["code"], refusal: string | Refused) {
    const { body, ...why } = typeof refusal === "string" ? { body: refusal } : refusal;
    super(body);
    this.name = "ApiError";
    this.code = code;
    this.why = why;
  }
}

/** A call's answer with 200: `body`, and further fields beside it. */
export interface ApiAnswer {
  readonly body: unknown;
  readonly [field: string]: unknown;
}

/** A call's answer with 200 that is no JSON. */
export class TextAnswer {
  readonly contentType: string;
  readonly text: string;
  constructor(contentType: string, text: string) {
    this.contentType = contentType;
    this.text = text;
  }
}

const headers = {
  "content-type": "application/json; charset=utf-8",
  "content-security-policy": contentSecurityPolicy,
  ...securityHeaders,
};

const respond = (
  code: number,
  fields: ApiAnswer,
  more: Readonly<Record<string, string>> = {},
): APIGatewayProxyResult => ({
  statusCode: code,
  headers: { ...headers, ...more },
  body: JSON.stringify({ code, ...fields }),
});

const succeed = (answer: ApiAnswer | TextAnswer): APIGatewayProxyResult =>
  answer instanceof TextAnswer
    ? { statusCode: 200, headers: { ...headers, "content-type": answer.contentType }, body: answer.text }
    : respond(200, answer);

const tooFast = (waitSeconds: number): APIGatewayProxyResult =>
  respond(429, refused("too-fast", { waitSeconds: String(waitSeconds) }), {
    "retry-after": String(waitSeconds),
  });

/**
 * A Lambda handler for one API call: every answer is JSON with `code` and `body`, whatever happens, but for a `TextAnswer`.
 *
 * @param limit holds back a student who calls too fast, before anything is read for the call.
 * @param studentOf who calls. @throws ApiError
 */
export const apiHandler =
  (
    call: (event: APIGatewayProxyEvent) => Promise<ApiAnswer | TextAnswer>,
    limit = new RateLimit(studentLimit),
    studentOf: (event: APIGatewayProxyEvent) => StudentId = callerOf,
  ) =>
  (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> =>
    withLogFields(callFields(event), async () => {
      try {
        assertOneKey(event);
        const waitSeconds = limit.take(studentOf(event), event.requestContext.requestTimeEpoch);
        return waitSeconds > 0 ? tooFast(waitSeconds) : succeed(await call(event));
      } catch (error) {
        if (error instanceof ApiError) return respond(error.code, { body: error.message, ...error.why });
        logger.error("A request failed.", { errorName: isError(error) ? error.name : "unknown" });
        const { requestId } = event.requestContext;
        return respond(500, refused("failed", { requestId }));
      }
    });

const callFields = ({ requestContext: { requestId, authorizer } }: APIGatewayProxyEvent): LogFields => ({
  requestId,
  studentId: authorizer?.studentId,
});

/** The authorizer refuses a second key too, but it is not asked when its answer is cached. @throws ApiError 400 */
const assertOneKey = (event: APIGatewayProxyEvent): void => {
  const { length } = apiKeysIn(event);
  if (length > 1) throw new ApiError(400, `The header x-api-key came ${length} times; send one key.`);
};

/** When the gateway received the request; the function's own clock is not used. */
export const receivedAt = (event: APIGatewayProxyEvent): Instant =>
  toInstant(new Date(event.requestContext.requestTimeEpoch));

/** The student whose key the authorizer checked. */
export const callerOf = (event: APIGatewayProxyEvent): StudentId =>
  studentIdSchema.parse(event.requestContext.authorizer?.studentId);

/** @throws ApiError 403 when the request speaks for another student than its key. */
export const assertOwn = (event: APIGatewayProxyEvent, studentId: StudentId): void => {
  if (studentId === callerOf(event)) return;
  throw new ApiError(403, refused("other-student", { studentId }));
};

/** @throws ApiError 400 naming all problems at once. */
export const checked = <T>(schema: z.ZodType<T>, input: unknown): T => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new ApiError(400, describeIssues(result.error, input));
};

/** The body as JSON, under whatever content type it came. @throws ApiError 400, 413 */
export const jsonBody = <T>(event: APIGatewayProxyEvent, schema: z.ZodType<T>): T =>
  checked(schema, parsed(bodyOf(event)));

/** @throws ApiError 413 */
export const bodyOf = (event: APIGatewayProxyEvent): Buffer => {
  const bytes = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > longestBodyBytes) {
    throw new ApiError(
      413,
      refused("too-large", { bytes: String(bytes.length), mostBytes: String(longestBodyBytes) }),
    );
  }
  return bytes;
};

/** Sends a browser elsewhere. */
export const seeOther = (location: string): APIGatewayProxyResult =>
  respond(303, { body: `This is at ${location}` }, { location });

const parsed = (bytes: Buffer): unknown => {
  if (bytes.length === 0) throw new ApiError(400, "The body is missing; it must be a JSON object.");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new ApiError(400, "The body is not JSON.");
  }
};
