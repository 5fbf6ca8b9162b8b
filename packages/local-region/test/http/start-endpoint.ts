import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { type AwsEndpoint, startAwsEndpoint } from "../../src/http/endpoint.ts";
import type { AwsService, Credentials } from "../../src/ports.ts";

export const accessKeyId = "AKIAOWNER";
export const credentials: Credentials = { accessKeyId, secretAccessKey: "a secret of the owner's" };

/** Starts the AWS endpoint on a free port for one owner; a fault of the region itself fails the test. */
export const startEndpoint = (services: Readonly<Record<string, AwsService>>): Promise<AwsEndpoint> =>
  startAwsEndpoint({
    port: 0,
    keyOf: (id) => (id === accessKeyId ? { principal: { kind: "owner" }, credentials } : undefined),
    services: new Map(Object.entries(services)),
    log: (message) => {
      throw new Error(message);
    },
  });

const signerFor = (service: string, key: Credentials): SignatureV4 =>
  new SignatureV4({
    credentials: key,
    region: "us-east-1",
    service,
    sha256: Sha256,
    uriEscapePath: service !== "s3",
  });

const requestTo = (url: string, { method = "GET", headers = {}, body = "" }: SignedInit): HttpRequest => {
  const { host, pathname, searchParams } = new URL(url);
  const query = Object.fromEntries(searchParams);
  return new HttpRequest({ method, path: pathname, query, headers: { ...headers, host }, body });
};

/** A request for `fetch`, signed as an SDK would. */
export const signedInit = async (
  url: string,
  service: string,
  init: SignedInit = {},
  key = credentials,
  signingDate = new Date(),
) => {
  const request = requestTo(url, init);
  const { host: _, ...headers } = (await signerFor(service, key).sign(request, { signingDate })).headers;
  return { method: request.method, headers, ...(request.method === "GET" ? {} : { body: request.body }) };
};

/** An address of an object that whoever knows it may read for a while. */
export const presignedUrl = async (
  url: string,
  options: { readonly signingDate: Date; readonly expiresIn: number },
): Promise<string> => {
  const request = requestTo(url, { headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } });
  const { query = {} } = await signerFor("s3", credentials).presign(request, options);
  const parts = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  return `${url}?${new URLSearchParams(parts)}`;
};

export interface SignedInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Settings that an SDK client needs to reach `endpoint`. Refused requests are not tried again. */
export const clientSettings = ({ url }: AwsEndpoint) => ({
  endpoint: url,
  region: "us-east-1",
  credentials,
  maxAttempts: 1,
});
