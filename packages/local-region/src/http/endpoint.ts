import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { stackOf } from "../message-of.ts";
import {
  type AccessKey,
  AnswerLost,
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type AwsService,
  type Principal,
} from "../ports.ts";
import { securityTokenService } from "../services/sts/caller-identity.ts";
import { pathStylePath } from "./bucket-host.ts";
import { type Door, openDoor } from "./door.ts";
import { errorAnswer, unknownKeyCode, unsignedCode } from "./error-answers.ts";
import { bucketHosts } from "./own-hosts.ts";
import { checkPresigned, isVersion2, version2Refused } from "./s3-signing.ts";
import { verifySignature } from "./signature.ts";
import { type SignatureClaim, signatureClaim } from "./signature-claim.ts";

/** Whole requests are held in memory; clients split larger objects into parts. */
const maxBodyBytes = 100 * 1024 * 1024;

/** Longer than clients keep idle connections, so that no client uses a connection which is just being closed. */
const keepAliveMs = 75_000;

export interface AwsEndpointOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Whose access key this is; undefined: nobody's. */
  readonly keyOf: (accessKeyId: string) => AccessKey | undefined;
  /** By the service name in a signature's scope, e.g. `s3`, `states`. STS is answered by the endpoint itself. */
  readonly services: ReadonlyMap<string, AwsService>;
  /** Called with faults of the region itself, never with refused requests. */
  readonly log: (message: string) => void;
}

export type AwsEndpoint = Door;

/**
 * Starts the AWS endpoint. The service name in the credential scope of a request's signature says for which service it is,
 * so `AWS_ENDPOINT_URL` and a key are all that a client needs. Every signature is checked, because everybody on this
 * machine, and every page in its browser, can reach the port.
 */
export const startAwsEndpoint = (options: AwsEndpointOptions): Promise<AwsEndpoint> =>
  openDoor({
    address: "127.0.0.1",
    port: options.port,
    keepAliveMs,
    hosts: bucketHosts,
    takesVisitors: false,
    answer: (incoming, outgoing) => handle(incoming, outgoing, options),
    reject: ({ status, sentence }, incoming, outgoing) => {
      const { service, headers, method } = parse(incoming);
      const requestId = randomUUID();
      const refused = new AwsError("AccessDenied", sentence, status);
      send(outgoing, errorAnswer(refused, service, headers, requestId), requestId, method === "HEAD");
    },
  });

interface Parsed extends Omit<AwsRequest, "body" | "principal"> {
  readonly service: string | undefined;
  /** undefined: not signed, or in a way that is refused. */
  readonly claim: SignatureClaim | undefined;
}

const parse = (incoming: IncomingMessage): Parsed => {
  const [path = "/", search = ""] = (incoming.url ?? "/").split(/\?(.*)/s, 2);
  const query = new URLSearchParams(search);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = typeof value === "string" ? value : value.join(", ");
  }
  const claim = signatureClaim(headers.authorization, query);
  return {
    method: incoming.method ?? "GET",
    path,
    query,
    headers,
    service: claim?.service ?? (isVersion2(headers.authorization, query) ? "s3" : undefined),
    claim,
  };
};

const readBody = (incoming: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBodyBytes) chunks.push(chunk);
      else {
        chunks.length = 0;
        reject(new AwsError("EntityTooLarge", `A request may hold at most ${maxBodyBytes} bytes.`, 413));
      }
    });
    incoming.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const cutOff = (): void => {
      // Every request closes in the end, and an error that is not needed would cost a stack trace.
      if (incoming.complete) return;
      reject(new AwsError("RequestTimeout", "The request ended before its body did."));
    };
    incoming.on("close", cutOff);
    incoming.on("error", cutOff);
  });

const handle = async (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: AwsEndpointOptions,
): Promise<void> => {
  const requestId = randomUUID();
  const parsed = parse(incoming);
  let response: AwsResponse;
  try {
    response = await answer(parsed, await readBody(incoming), options);
  } catch (error) {
    if (error instanceof AnswerLost) {
      outgoing.destroy();
      return;
    }
    if (!(error instanceof AwsError)) {
      options.log(`${parsed.service} ${parsed.method} ${parsed.path} failed: ${stackOf(error)}`);
    }
    response = errorAnswer(asAwsError(error), parsed.service, parsed.headers, requestId);
  }
  try {
    send(outgoing, response, requestId, parsed.method === "HEAD");
  } catch (error) {
    options.log(
      `The answer to ${parsed.service} ${parsed.method} ${parsed.path} can't be sent: ${stackOf(error)}`,
    );
    outgoing.destroy();
  }
};

const asAwsError = (error: unknown): AwsError =>
  error instanceof AwsError
    ? error
    : new AwsError("InternalFailure", "The region failed to answer this request; its log says why.", 500);

/** Throws AwsError for what S3 refuses before it looks at the key. */
const checkS3Signing = ({ headers, query }: Pick<AwsRequest, "headers" | "query">): void => {
  if (isVersion2(headers.authorization, query)) throw version2Refused();
  if (headers.authorization === undefined) checkPresigned(query, Date.now());
};

/** Finds whose key signed the request. Throws AwsError. */
const authenticate = async (
  { service, claim, ...request }: Parsed,
  body: Buffer,
  { keyOf }: AwsEndpointOptions,
): Promise<Principal> => {
  if (service === "s3") checkS3Signing(request);
  // Only S3's addresses are presigned; other services take a signature in its header.
  if (claim === undefined || (claim.place === "query" && claim.service !== "s3")) {
    throw new AwsError(unsignedCode(request.headers), "The request is not signed with an access key.", 403);
  }
  const key = keyOf(claim.accessKeyId);
  if (!key) {
    throw new AwsError(
      unknownKeyCode(claim.service, request.headers),
      `The access key ${claim.accessKeyId} is not one of this region's.`,
      403,
    );
  }
  await verifySignature({ ...request, body }, claim, key.credentials);
  return key.principal;
};

const answer = async (parsed: Parsed, body: Buffer, options: AwsEndpointOptions): Promise<AwsResponse> => {
  const principal = await authenticate(parsed, body, options);
  const { service = "", claim: _, ...request } = parsed;
  const path = service === "s3" ? pathStylePath(request.headers.host ?? "", request.path) : request.path;
  return serviceNamed(service, options)({ ...request, path, body, principal });
};

const serviceNamed = (name: string, { services }: AwsEndpointOptions): AwsService => {
  const service = services.get(name) ?? (name === "sts" ? securityTokenService : undefined);
  if (service) return service;
  const known = [...services.keys(), "sts"].join(", ");
  throw new AwsError("UnknownService", `This region has no service "${name}"; it has ${known}.`, 501);
};

const hasNoBody = (status: number) => status === 204 || status === 304;

const send = (outgoing: ServerResponse, response: AwsResponse, requestId: string, isHead: boolean): void => {
  if (outgoing.destroyed) return;
  const body = response.body ?? "";
  const length = hasNoBody(response.status) ? {} : { "content-length": String(Buffer.byteLength(body)) };
  outgoing.writeHead(response.status, {
    ...length,
    "x-amzn-requestid": requestId,
    "x-amz-request-id": requestId,
    ...response.headers,
  });
  outgoing.end(isHead || hasNoBody(response.status) ? undefined : body);
};
