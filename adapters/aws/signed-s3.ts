import { escapeUriPath } from "@smithy/core/protocols";
import { ServiceError } from "../errors.ts";
import {
  bulkTimeoutMs,
  type KeyPage,
  longestOrdinaryBody,
  type PutCondition,
  type S3Calls,
  type S3Object,
  type S3UploadCalls,
} from "../s3-calls.ts";
import type { Caller } from "./caller.ts";
import { readText, SignedCalls } from "./signed-calls.ts";
import { escaped, textOf, textsOf } from "./xml.ts";

/**
 * Connections at the same time, opened as they are needed: a function of the API opens a few, Close run reads hundreds
 * of thousands of small objects. At about 20 ms for each object, 200 connections deliver more than one processor can handle.
 */
export const mostConnections = 200;

const errorOf = (xml: string) => ({ code: textOf(xml, "Code"), message: textOf(xml, "Message") });

const conditionHeaders = (condition: PutCondition | undefined): Readonly<Record<string, string>> => {
  if (condition === undefined) return {};
  return "ifMatch" in condition
    ? { "if-match": condition.ifMatch }
    : { "if-none-match": condition.ifNoneMatch };
};

const bulk = { timeoutMs: bulkTimeoutMs } as const;

/** One bucket of S3, called by a function. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
export class SignedS3 implements S3Calls, S3UploadCalls {
  readonly #calls: SignedCalls;
  /** Of the bucket, escaped, without a slash at the end. */
  readonly #root: string;

  constructor(bucket: string, caller: Caller) {
    this.#calls = new SignedCalls({ signedAs: "s3", host: `${bucket}.s3`, mostConnections, errorOf }, caller);
    // At an address of its own, a service has no host name for each bucket.
    this.#root = caller.endpoint === undefined ? "" : `/${bucket}`;
  }

  async get(key: string): Promise<S3Object> {
    const { headers, body } = await this.#calls.send({ method: "GET", path: this.#pathOf(key) });
    const { etag = "", "content-length": length, "last-modified": modified } = headers;
    return {
      etag,
      length: length === undefined ? undefined : Number(length),
      modifiedAt: modified === undefined ? undefined : new Date(modified),
      body,
      text: () => readText(body),
    };
  }

  async put(
    key: string,
    body: string | Uint8Array,
    contentType: string,
    condition?: PutCondition,
  ): Promise<void> {
    await this.#calls.sendForText({
      method: "PUT",
      path: this.#pathOf(key),
      headers: { "content-type": contentType, ...conditionHeaders(condition) },
      body,
      ...(body.length > longestOrdinaryBody && bulk),
    });
  }

  async page(
    prefix: string,
    options: { readonly after?: string; readonly most?: number } = {},
  ): Promise<KeyPage> {
    const { after, most } = options;
    const query = {
      "list-type": "2",
      prefix,
      ...(most !== undefined && { "max-keys": String(most) }),
      ...(after !== undefined && { "continuation-token": after }),
    };
    const xml = await this.#calls.sendForText({ method: "GET", path: `${this.#root}/`, query });
    return { keys: textsOf(xml, "Key"), next: textOf(xml, "NextContinuationToken") };
  }

  async beginUpload(key: string, contentType: string): Promise<string> {
    const xml = await this.#calls.sendForText({
      method: "POST",
      path: this.#pathOf(key),
      query: { uploads: "" },
      headers: { "content-type": contentType },
    });
    const id = textOf(xml, "UploadId");
    if (id === undefined) throw new TypeError(`S3 gave no id for the upload of ${key}.`);
    return id;
  }

  async putPart(key: string, uploadId: string, number: number, body: Uint8Array): Promise<string> {
    const query = { partNumber: String(number), uploadId };
    const answer = await this.#calls.send({ method: "PUT", path: this.#pathOf(key), query, body, ...bulk });
    await readText(answer.body);
    return answer.headers.etag ?? "";
  }

  /** S3 may begin to answer before it is done, so a failure can come with the status of a success. */
  async endUpload(key: string, uploadId: string, etags: readonly string[]): Promise<void> {
    const parts = etags.map(
      (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escaped(etag)}</ETag></Part>`,
    );
    const xml = await this.#calls.sendForText({
      method: "POST",
      path: this.#pathOf(key),
      query: { uploadId },
      body: `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join("")}</CompleteMultipartUpload>`,
      ...bulk,
    });
    const { code, message } = errorOf(xml);
    if (code !== undefined) throw new ServiceError(code, message ?? "", 500);
  }

  destroy(): void {
    this.#calls.destroy();
  }

  #pathOf(key: string): string {
    return `${this.#root}/${escapeUriPath(key)}`;
  }
}
