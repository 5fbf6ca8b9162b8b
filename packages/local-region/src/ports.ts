import type { Readable } from "node:stream";

/** The account and region of everything on this machine. */
export const account = "000000000000";
export const region = "us-east-1";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Who makes a call: a role of the template, or the person at this machine. */
export type Principal =
  | { readonly kind: "role"; readonly arn: string; readonly logicalId: string }
  | { readonly kind: "owner" };

/** What a principal signs its requests with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only for temporary credentials, such as a function's. */
  readonly sessionToken?: string;
}

export interface AccessKey {
  readonly principal: Principal;
  readonly credentials: Credentials;
}

/** A service that the function's own policy allows to invoke it, such as a method of an API. */
export interface ServiceCaller {
  readonly kind: "service";
  readonly sourceArn: string;
}

/** An error as an AWS service words it. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** The call is done, but its caller gets no answer: the endpoint cuts the connection. */
export class AnswerLost extends Error {
  override readonly name = "AnswerLost";
}

/** A call on the AWS endpoint. The scope of its signature names the service. */
export interface AwsRequest {
  readonly method: string;
  /** Undecoded path, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly principal: Principal;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export type AwsService = (request: AwsRequest) => Promise<AwsResponse>;

export type Invocation =
  | { readonly ok: true; readonly payload: Json }
  /** `error` and `cause` as Step Functions records them, e.g. `Lambda.Unknown`, or the thrown error's name. */
  | { readonly ok: false; readonly error: string; readonly cause: string };

/** Runs the template's Lambda functions. */
export interface Functions {
  /** `functionName`: name or ARN, with or without a qualifier. Rejects with AwsError when there is no such function. */
  invoke(functionName: string, payload: Json, caller: Principal | ServiceCaller): Promise<Invocation>;
}

export interface Queues {
  sendMessage(
    call: { readonly queueUrl: string; readonly body: string; readonly delaySeconds?: number },
    principal: Principal,
  ): Promise<{ readonly MessageId: string; readonly MD5OfMessageBody: string }>;
}

export interface ListedObject {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly lastModified: Date;
}

/** The buckets, for callers inside the region. Each rejects with AwsError as S3 would answer. */
export interface Objects {
  get(bucket: string, key: string, principal: Principal): Promise<Readable>;
  put(bucket: string, key: string, body: string | Buffer, principal: Principal): Promise<void>;
  /** In UTF-8 binary order, as S3 lists. */
  list(bucket: string, prefix: string, principal: Principal): AsyncIterable<ListedObject>;
}
