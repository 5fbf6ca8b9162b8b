import type { AwsError, AwsResponse } from "../ports.ts";
import { element, renderXml } from "./xml.ts";

type Headers = Readonly<Record<string, string>>;

/** Each AWS service writes its errors in the protocol of the request. */
type Protocol = "rest-xml" | "query" | "json" | "rest-json";

const protocolOf = (service: string | undefined, headers: Headers): Protocol => {
  const contentType = headers["content-type"] ?? "";
  if (service === "s3" || service === "cloudfront" || service === "route53") return "rest-xml";
  if (contentType.startsWith("application/x-amz-json")) return "json";
  return contentType.startsWith("application/x-www-form-urlencoded") ? "query" : "rest-json";
};

const restXml = ({ code, message }: AwsError, requestId: string) =>
  renderXml(
    element("Error", element("Code", code), element("Message", message), element("RequestId", requestId)),
  );

const query = ({ code, message, status }: AwsError, requestId: string) =>
  renderXml(
    element(
      "ErrorResponse",
      element(
        "Error",
        element("Type", status < 500 ? "Sender" : "Receiver"),
        element("Code", code),
        element("Message", message),
      ),
      element("RequestId", requestId),
    ),
  );

/** `error` as the answer to a request to `service` with these headers. */
export const errorAnswer = (
  error: AwsError,
  service: string | undefined,
  headers: Headers,
  requestId: string,
): AwsResponse => {
  const protocol = protocolOf(service, headers);
  if (protocol === "rest-xml" || protocol === "query") {
    const body = protocol === "query" ? query(error, requestId) : restXml(error, requestId);
    return { status: error.status, headers: { "content-type": "text/xml" }, body };
  }
  const contentType = protocol === "json" ? (headers["content-type"] ?? "") : "application/json";
  return {
    status: error.status,
    headers: { "content-type": contentType, "x-amzn-errortype": error.code },
    body: JSON.stringify({ __type: error.code, message: error.message }),
  };
};

const unsignedCodes: Record<Protocol, string> = {
  "rest-xml": "AccessDenied",
  query: "MissingAuthenticationToken",
  json: "MissingAuthenticationTokenException",
  "rest-json": "MissingAuthenticationTokenException",
};

const unknownKeyCodes: Record<Protocol, string> = {
  "rest-xml": "InvalidAccessKeyId",
  query: "InvalidClientTokenId",
  json: "UnrecognizedClientException",
  "rest-json": "UnrecognizedClientException",
};

/** Error code for a request without a signature. */
export const unsignedCode = (headers: Headers): string => unsignedCodes[protocolOf(undefined, headers)];

/** Error code for a request signed with an access key that nobody here has. */
export const unknownKeyCode = (service: string, headers: Headers): string =>
  unknownKeyCodes[protocolOf(service, headers)];

const mismatchCodes: Record<Protocol, string> = {
  "rest-xml": "SignatureDoesNotMatch",
  query: "SignatureDoesNotMatch",
  json: "InvalidSignatureException",
  "rest-json": "InvalidSignatureException",
};

/** Error code for a request whose signature is not that of its key. */
export const signatureMismatchCode = (service: string, headers: Headers): string =>
  mismatchCodes[protocolOf(service, headers)];
