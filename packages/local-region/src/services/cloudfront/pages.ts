import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { AwsResponse, AwsService } from "../../ports.ts";
import type { PlannedDistribution, RegionPlan } from "../../template/plan.ts";
import type { FrontDoor } from "../apigateway/front-door.ts";
import { decide } from "../iam/policy.ts";
import { bucketAndKey, need, objectArn } from "../iam/requests.ts";
import { compress } from "./compress.ts";

export interface PagesSettings {
  readonly distribution: PlannedDistribution;
  readonly plan: Pick<RegionPlan, "edgeStatements">;
  /** S3, called with the distribution's own rights. */
  readonly s3: AwsService;
  readonly log: (line: string) => void;
}

/** The headers that a distribution passes to S3, and those of S3's answer that it passes back. */
const requestHeaders = ["if-none-match", "if-modified-since", "range"] as const;
const answerHeaders = [
  "accept-ranges",
  "cache-control",
  "content-encoding",
  "content-language",
  "content-length",
  "content-range",
  "content-type",
  "etag",
  "last-modified",
  "vary",
];

/** S3's answer to a caller that may not read an object, or may not know that there is none. */
const denied: AwsResponse = {
  status: 403,
  headers: { "content-type": "application/xml" },
  body: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
};

const badRequest: AwsResponse = {
  status: 400,
  headers: { "content-type": "text/plain" },
  body: "Bad request",
};

const picked = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  names: readonly string[],
): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );

/** Object's path in S3; undefined: the address can't be decoded. */
const objectPath = (url: string, { bucket, rootObject = "" }: PlannedDistribution): string | undefined => {
  const path = url.replace(/[?#].*$/s, "");
  try {
    decodeURIComponent(path);
    return `/${bucket}${path === "/" ? `/${rootObject}` : path}`;
  } catch {
    return undefined;
  }
};

/**
 * Serves the objects of a distribution's bucket, as CloudFront does without its cache: GET and HEAD, with the headers of
 * the distribution's policy, and only objects that the bucket's policy lets the distribution read. A missing object is
 * refused like a forbidden one, because a distribution may not list.
 */
export const pages = (settings: PagesSettings): RequestListener => {
  const { distribution, log } = settings;
  const answer = async (request: IncomingMessage): Promise<AwsResponse> => {
    const { method = "", url = "/" } = request;
    if (method !== "GET" && method !== "HEAD") return denied;
    const path = objectPath(url, distribution);
    return path === undefined ? badRequest : readObject(settings, method, path, request);
  };
  const send = ({ status, headers = {}, body }: AwsResponse, response: ServerResponse, isHead: boolean) => {
    const all = { ...picked(headers, answerHeaders), ...distribution.headers };
    response.writeHead(status, all).end(isHead ? undefined : body);
  };
  return (request, response) => {
    answer(request)
      .then((found) => send(found, response, request.method === "HEAD"))
      .catch((error: unknown) => {
        log(`${request.method} ${request.url}: ${error}`);
        response.destroy();
      });
  };
};

const readObject = async (
  { distribution, plan, s3 }: PagesSettings,
  method: "GET" | "HEAD",
  path: string,
  request: IncomingMessage,
): Promise<AwsResponse> => {
  const { bucket, key } = bucketAndKey(path);
  const reading = need("s3:GetObject", objectArn(bucket, key), { "aws:sourcearn": distribution.arn });
  if (key === "" || decide(plan.edgeStatements, reading) !== "allowed") return denied;
  const answer = await s3({
    method,
    path,
    query: new URLSearchParams(),
    headers: picked(request.headers, requestHeaders),
    body: Buffer.alloc(0),
    principal: { kind: "owner" },
  });
  if (answer.status === 404) return denied;
  return distribution.isCompressing
    ? compress(answer, request.headers["accept-encoding"]?.toString() ?? "")
    : answer;
};

/** Serves the template's distribution at the front door; without one there is no page. */
export const servePages = (
  frontDoor: Pick<FrontDoor, "fallback">,
  { plan, log }: Pick<PagesSettings, "log"> & { readonly plan: RegionPlan },
  s3: AwsService,
): void => {
  const [distribution] = plan.distributions;
  if (distribution) frontDoor.fallback(pages({ distribution, plan, s3, log }));
};
