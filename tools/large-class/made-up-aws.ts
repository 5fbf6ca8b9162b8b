import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline, type Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { BucketFolder } from "./bucket-folder.ts";

/** As many keys as S3 lists at once. */
const keysOfPage = 1_000;

/** The parts of each unfinished upload by their numbers; a part that is sent again replaces the first. */
type Uploads = Map<string, Map<number, Buffer>>;

interface Call {
  readonly request: IncomingMessage;
  /** The whole of it: of a call that is cut off, nothing is stored. */
  readonly body: Buffer;
  readonly key: string;
  readonly query: URLSearchParams;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string | Readable;
}

const xml = (body: string): Answer => ({
  status: 200,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0"?>${body}`,
});

const failed = (status: number, code: string): Answer => ({
  ...xml(`<Error><Code>${code}</Code></Error>`),
  status,
});

const read = (bucket: BucketFolder, key: string): Answer => {
  const object = bucket.get(key);
  if (!object) return failed(404, "NoSuchKey");
  const headers = { "content-length": object.bytes, etag: object.etag };
  return { status: 200, headers, body: object.chunks };
};

const write = (bucket: BucketFolder, { request, body, key }: Call): Answer => {
  const { "if-none-match": ifNoneMatch, "if-match": ifMatch } = request.headers;
  const before = ifNoneMatch || ifMatch ? bucket.get(key) : null;
  const isRefused = (ifNoneMatch && before) || (ifMatch && before?.etag !== ifMatch);
  if (isRefused) return failed(412, "PreconditionFailed");
  bucket.put(key, body);
  return { status: 200, headers: { etag: '"written"' } };
};

const list = (bucket: BucketFolder, query: URLSearchParams): Answer => {
  const after = query.get("continuation-token") ?? "";
  const keys = bucket.keys(query.get("prefix") ?? "").filter((key) => key > after);
  const page = keys.slice(0, Math.min(keysOfPage, Number(query.get("max-keys") ?? keysOfPage)));
  const more = keys.length > page.length;
  const next = more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
  const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
  return xml(
    `<ListBucketResult><IsTruncated>${more}</IsTruncated><KeyCount>${page.length}</KeyCount>${next}${contents}</ListBucketResult>`,
  );
};

const upload = (
  bucket: BucketFolder,
  uploads: Uploads,
  { request, body, key, query }: Call,
): Answer | undefined => {
  if (request.method === "POST" && query.has("uploads")) {
    uploads.set(key, new Map());
    return xml("<InitiateMultipartUploadResult><UploadId>upload</UploadId></InitiateMultipartUploadResult>");
  }
  const parts = uploads.get(key);
  if (!query.has("uploadId") || !parts) return undefined;
  if (request.method === "PUT") {
    parts.set(Number(query.get("partNumber")), body);
    return { status: 200, headers: { etag: '"part"' } };
  }
  if (request.method !== "POST") return undefined;
  const inOrder = [...parts].toSorted(([a], [b]) => a - b).map(([, part]) => part);
  bucket.put(key, Buffer.concat(inOrder));
  uploads.delete(key);
  return xml(
    "<CompleteMultipartUploadResult><ETag>&quot;written&quot;</ETag></CompleteMultipartUploadResult>",
  );
};

const sent = xml(
  "<SendRawEmailResponse><SendRawEmailResult><MessageId>made-up</MessageId></SendRawEmailResult></SendRawEmailResponse>",
);

const answer = (bucket: BucketFolder, uploads: Uploads, call: Call): Answer => {
  const { request, key, query } = call;
  if (key === "" && request.method === "POST") return sent;
  if (request.method === "GET") return query.has("list-type") ? list(bucket, query) : read(bucket, key);
  const uploaded = upload(bucket, uploads, call);
  if (uploaded) return uploaded;
  return request.method === "PUT" ? write(bucket, call) : failed(501, "NotImplemented");
};

const reply = (response: ServerResponse, { status, headers, body = "" }: Answer): void => {
  response.writeHead(status, headers);
  if (typeof body === "string") response.end(body);
  else pipeline(body, response, () => undefined);
};

export interface MadeUpAws {
  readonly endpoint: string;
  stop(): void;
}

/**
 * S3 with one bucket, and SES, which takes every mail: as much of them as the functions of a run call. Nothing checks who
 * calls.
 *
 * @param answerMs until S3 answers a read.
 */
export const startMadeUpAws = async (bucket: BucketFolder, answerMs: number): Promise<MadeUpAws> => {
  const uploads: Uploads = new Map();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://aws");
    const [, , ...names] = url.pathname.split("/");
    const key = decodeURIComponent(names.join("/"));
    try {
      if (request.method === "GET") await sleep(answerMs);
      const body = Buffer.concat(await Array.fromAsync(request));
      reply(response, answer(bucket, uploads, { request, body, key, query: url.searchParams }));
    } catch (error) {
      response.destroy(error instanceof Error ? error : undefined);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
