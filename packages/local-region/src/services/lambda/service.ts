import { pathToFileURL } from "node:url";
import { numberInQuery } from "../../http/number-in-query.ts";
import { tryParseJson } from "../../json.ts";
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type Functions,
  type Json,
} from "../../ports.ts";
import type { PlannedEventSource, PlannedFunction } from "../../template/plan.ts";
import { lambdaArnOf, need, type PermissionsNeeded } from "../iam/requests.ts";

const base = "/2015-03-31/functions";
const eventSourcesPath = "/2015-03-31/event-source-mappings";
const invocations = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const oneFunction = /^\/2015-03-31\/functions\/([^/]+)(\/configuration)?$/;

/** The longest page. @see https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
const mostFunctions = 50;

const json = (status: number, body: Json, headers: AwsResponse["headers"] = {}): AwsResponse => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

const described = (fn: PlannedFunction): Json => ({
  FunctionName: fn.name,
  FunctionArn: fn.arn,
  Runtime: "nodejs24.x",
  Role: fn.roleArn,
  Handler: fn.handler,
  Timeout: fn.timeoutSeconds,
  MemorySize: fn.memoryMiB,
  Version: "$LATEST",
  PackageType: "Zip",
  Environment: { Variables: fn.environment },
  LoggingConfig: { LogFormat: "Text", LogGroup: fn.logGroup },
});

const code = "InvalidParameterValueException";

const invalid = (message: string): AwsError => new AwsError(code, message);

/** `Marker`: how many functions the pages before had. */
const listFunctions = (functions: readonly PlannedFunction[], query: URLSearchParams): AwsResponse => {
  const from = numberInQuery(query, "Marker", { least: 0, byDefault: 0, code });
  const end =
    from +
    Math.min(numberInQuery(query, "MaxItems", { least: 1, byDefault: mostFunctions, code }), mostFunctions);
  return json(200, {
    Functions: functions.slice(from, end).map(described),
    ...(end < functions.length ? { NextMarker: String(end) } : {}),
  });
};

const payloadOf = ({ body }: AwsRequest): Json => {
  if (body.length === 0) return {};
  const payload = tryParseJson(body.toString());
  if (payload !== undefined) return payload;
  throw new AwsError("InvalidRequestContentException", "Could not parse request body into json.");
};

/** Instructions that are not followed here are refused, not ignored. */
const checkHeaders = ({ headers }: AwsRequest): void => {
  const type = headers["x-amz-invocation-type"] ?? "RequestResponse";
  if (type !== "RequestResponse") {
    throw invalid(`The region's Lambda has no invocation type ${type}; it has RequestResponse.`);
  }
  if ((headers["x-amz-log-type"] ?? "None") !== "None") {
    throw invalid("The region's Lambda sends no log with an answer; the data folder has it under logs/.");
  }
  if (headers["x-amz-client-context"] !== undefined) {
    throw invalid("The region's Lambda does not follow a client context.");
  }
};

/** A function here has no versions and no aliases. */
const checkQualifier = ({ query }: AwsRequest, name: string): void => {
  const qualifier = query.get("Qualifier") ?? "$LATEST";
  if (qualifier === "$LATEST") return;
  throw new AwsError("ResourceNotFoundException", `Function not found: ${name}:${qualifier}`, 404);
};

/** A function that fails has an answer too: what it threw. */
const invoke = async (functions: Functions, name: string, request: AwsRequest): Promise<AwsResponse> => {
  checkHeaders(request);
  checkQualifier(request, name);
  const outcome = await functions.invoke(name, payloadOf(request), request.principal);
  const version = { "x-amz-executed-version": "$LATEST" };
  if (outcome.ok) return json(200, outcome.payload, version);
  return {
    status: 200,
    headers: { "content-type": "application/json", ...version, "x-amz-function-error": "Unhandled" },
    body: outcome.cause,
  };
};

/** Its code is the folder of the bundle, as the address of a file. */
const getFunction = (fn: PlannedFunction): AwsResponse =>
  json(200, {
    Configuration: described(fn),
    Code: { RepositoryType: "S3", Location: pathToFileURL(fn.codeFolder).href },
  });

const named = (functions: readonly PlannedFunction[], given: string): PlannedFunction => {
  const arn = lambdaArnOf(given);
  const fn = functions.find((planned) => planned.arn === arn);
  if (fn) return fn;
  throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
};

/** All on one page: a template has few. */
const listEventSources = (
  eventSources: readonly PlannedEventSource[],
  query: URLSearchParams,
): AwsResponse => {
  const [wantedFunction, wantedQueue] = [query.get("FunctionName"), query.get("EventSourceArn")];
  const found = eventSources.filter(
    ({ functionName, queueArn }) =>
      (wantedFunction === null || lambdaArnOf(wantedFunction) === lambdaArnOf(functionName)) &&
      (wantedQueue === null || wantedQueue === queueArn),
  );
  return json(200, {
    EventSourceMappings: found.map((source) => ({
      UUID: source.logicalId,
      EventSourceArn: source.queueArn,
      FunctionArn: lambdaArnOf(source.functionName),
      BatchSize: source.batchSize,
      MaximumBatchingWindowInSeconds: source.batchingWindowSeconds,
      FunctionResponseTypes: source.reportsItemFailures ? ["ReportBatchItemFailures"] : [],
      State: "Enabled",
      ...(source.maximumConcurrency === undefined
        ? {}
        : { ScalingConfig: { MaximumConcurrency: source.maximumConcurrency } }),
    })),
  });
};

/** Invoke asks for the right to its function by itself. */
export const lambdaPermissions: PermissionsNeeded = ({ method, path: given }) => {
  if (method !== "GET") return [];
  const path = given.replace(/\/$/, "");
  if (path === base) return [[need("lambda:ListFunctions", "*")]];
  if (path === eventSourcesPath) return [[need("lambda:ListEventSourceMappings", "*")]];
  const [, name, configuration] = oneFunction.exec(path) ?? [];
  if (name === undefined) return [];
  const action = configuration === undefined ? "lambda:GetFunction" : "lambda:GetFunctionConfiguration";
  return [[need(action, lambdaArnOf(decodeURIComponent(name)))]];
};

const readFunctions = (
  functions: readonly PlannedFunction[],
  eventSources: readonly PlannedEventSource[],
  request: AwsRequest,
): AwsResponse | undefined => {
  const path = request.path.replace(/\/$/, "");
  if (path === base) return listFunctions(functions, request.query);
  if (path === eventSourcesPath) return listEventSources(eventSources, request.query);
  const [, name, configuration] = oneFunction.exec(path) ?? [];
  if (name === undefined) return undefined;
  checkQualifier(request, name);
  const fn = named(functions, decodeURIComponent(name));
  return configuration === undefined ? getFunction(fn) : json(200, described(fn));
};

/** `invocable` checks that the caller may invoke. */
export const lambdaService =
  (
    functions: readonly PlannedFunction[],
    eventSources: readonly PlannedEventSource[],
    invocable: Functions,
  ): AwsService =>
  async (request) => {
    const { method, path } = request;
    const read = method === "GET" ? readFunctions(functions, eventSources, request) : undefined;
    if (read) return read;
    const name = invocations.exec(path)?.[1];
    if (method === "POST" && name !== undefined) {
      return await invoke(invocable, decodeURIComponent(name), request);
    }
    throw new AwsError(
      "NotImplemented",
      `The region's Lambda has no ${method} ${path}; it has ListFunctions, GetFunction, GetFunctionConfiguration, ListEventSourceMappings and Invoke.`,
      501,
    );
  };
