import { Readable } from "node:stream";
import { S3Client } from "@aws-sdk/client-s3";
import { type HttpRequest, HttpResponse } from "@smithy/core/protocols";
import type { AwsRequest, AwsResponse } from "local-region/testing";

/**
 * A client of an S3 in this process, without HTTP and signatures, which cost more than all else: for what a test stores
 * before and looks at afterwards.
 */
export const directClient = (s3: (request: AwsRequest) => Promise<AwsResponse>): S3Client =>
  new S3Client({
    region: "us-east-1",
    endpoint: "http://127.0.0.1",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
    signer: { sign: async (request) => request },
    requestHandler: {
      handle: async (request: HttpRequest) => {
        const { status, headers = {}, body = "" } = await s3(asRequest(request));
        const answer = { statusCode: status, headers, body: Readable.from([Buffer.from(body)]) };
        return { response: new HttpResponse(answer) };
      },
    },
  });

const asRequest = ({ method, path, query, headers, body }: HttpRequest): AwsRequest => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) parameters.append(name, one ?? "");
  return {
    method,
    path,
    query: parameters,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body ?? ""),
    principal: { kind: "owner" },
  };
};
