import { createHash, timingSafeEqual } from "node:crypto";
import { Readable } from "node:stream";
import { escapeUri, HttpRequest } from "@smithy/core/protocols";
import { SHA256_HEADER, SIGNATURE_QUERY_PARAM, SignatureV4 } from "@smithy/signature-v4";
import { AwsError, type AwsRequest, type Credentials } from "../ports.ts";
import { signatureMismatchCode, unknownKeyCode } from "./error-answers.ts";
import { presignedForSeconds, signedAtMs } from "./s3-signing.ts";
import { Sha256 } from "./sha256.ts";
import type { SignatureClaim } from "./signature-claim.ts";

/** As it was received: the path is not decoded, and its bucket may be in the host. */
export type SignedRequest = Pick<AwsRequest, "method" | "path" | "query" | "headers" | "body">;

/** A stream can't be hashed, so the signer signs `UNSIGNED-PAYLOAD`, as every presigned address does. */
const unsignedPayload = Readable.from([]);

/** S3's path is encoded once, however the client wrote it; it may hold empty parts. */
const s3Path = (path: string): string => {
  try {
    return path
      .split("/")
      .map((part) => escapeUri(decodeURIComponent(part)))
      .join("/");
  } catch {
    return path;
  }
};

const queryBag = (query: URLSearchParams): Record<string, string | string[]> =>
  Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );

const requestToSign = (request: SignedRequest, { service, signedHeaders, place }: SignatureClaim) =>
  new HttpRequest({
    method: request.method,
    path: service === "s3" ? s3Path(request.path) : request.path,
    query: queryBag(request.query),
    headers: Object.fromEntries(signedHeaders.map((name) => [name, request.headers[name] ?? ""])),
    body: place === "query" ? unsignedPayload : request.body,
  });

/** Signs the request again, as its client should have. */
const expectedSignature = async (
  request: SignedRequest,
  claim: SignatureClaim,
  credentials: Credentials,
): Promise<string> => {
  const { region, service, place } = claim;
  const signer = new SignatureV4({
    credentials,
    region,
    service,
    sha256: Sha256,
    uriEscapePath: service !== "s3",
    applyChecksum: false,
  });
  const signable = new Set(claim.signedHeaders);
  const toSign = requestToSign(request, claim);
  if (place === "header") {
    const signingDate = new Date(signedAtMs(request.headers["x-amz-date"] ?? ""));
    const { headers } = await signer.sign(toSign, { signingDate, signableHeaders: signable });
    return /Signature=(\w+)$/.exec(headers.authorization ?? "")?.[1] ?? "";
  }
  const { query } = await signer.presign(toSign, {
    signingDate: new Date(signedAtMs(request.query.get("X-Amz-Date") ?? "")),
    expiresIn: presignedForSeconds(request.query.get("X-Amz-Expires") ?? ""),
    signableHeaders: signable,
    unhoistableHeaders: signable,
  });
  return String(query?.[SIGNATURE_QUERY_PARAM] ?? "");
};

const isSame = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** S3 requires a signature over every header that is an instruction, so that nobody can add one. */
const checkSignedHeaders = (
  { headers }: SignedRequest,
  { service, signedHeaders }: SignatureClaim,
): boolean =>
  signedHeaders.includes("host") &&
  (service !== "s3" ||
    Object.keys(headers).every((name) => !name.startsWith("x-amz-") || signedHeaders.includes(name)));

/** A header with the body's hash is signed instead of the body, so the two must agree. */
const checkBodyHash = ({ headers, body }: SignedRequest): void => {
  const hash = headers[SHA256_HEADER];
  if (hash === undefined || !/^[\da-f]{64}$/i.test(hash)) return;
  if (isSame(hash.toLowerCase(), createHash("sha256").update(body).digest("hex"))) return;
  throw new AwsError(
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
};

/**
 * Resolves when the request is signed with these credentials. The time of the signature is not checked, because the clocks
 * of clients and of this machine may differ; `checkPresigned` checks presigned addresses, which expire. Of a body in signed
 * chunks, only the first signature is checked.
 *
 * @throws {AwsError} the service's own error.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const verifySignature = async (
  request: SignedRequest,
  claim: SignatureClaim,
  credentials: Credentials,
): Promise<void> => {
  const { service } = claim;
  const token = request.headers["x-amz-security-token"] ?? request.query.get("X-Amz-Security-Token") ?? "";
  if (!isSame(token, credentials.sessionToken ?? "")) {
    const code = service === "s3" ? "InvalidToken" : unknownKeyCode(service, request.headers);
    throw new AwsError(code, "The security token included in the request is invalid.", 403);
  }
  const isRight =
    checkSignedHeaders(request, claim) &&
    isSame(claim.signature, await expectedSignature(request, claim, credentials));
  if (!isRight) {
    throw new AwsError(
      signatureMismatchCode(service, request.headers),
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.",
      403,
    );
  }
  checkBodyHash(request);
};
