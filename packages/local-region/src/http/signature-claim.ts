/** What a Signature Version 4 says, before it is checked: whose key, for which service, and what is signed. */
export interface SignatureClaim {
  /** In the `Authorization` header, or in the query of a presigned address. */
  readonly place: "header" | "query";
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  /** In lower case. */
  readonly signedHeaders: readonly string[];
  /** In hexadecimal digits. */
  readonly signature: string;
}

/** `<access key id>/<date>/<region>/<service>/aws4_request`; an access key id holds no slash. */
const scopePattern = /^([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request$/;

interface Parts {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

const claimOf = (place: SignatureClaim["place"], parts: Parts): SignatureClaim | undefined => {
  const [, accessKeyId, region, service] = scopePattern.exec(parts.credential) ?? [];
  if (!accessKeyId || !region || !service) return undefined;
  const signedHeaders = parts.signedHeaders.toLowerCase().split(";");
  return { place, accessKeyId, region, service, signedHeaders, signature: parts.signature };
};

/** undefined: not signed by version 4. */
export const signatureClaim = (
  authorization: string | undefined,
  query: URLSearchParams,
): SignatureClaim | undefined => {
  const inQuery = (name: string) => query.get(name) ?? "";
  if (authorization === undefined) {
    return claimOf("query", {
      credential: inQuery("X-Amz-Credential"),
      signedHeaders: inQuery("X-Amz-SignedHeaders"),
      signature: inQuery("X-Amz-Signature"),
    });
  }
  if (!authorization.startsWith("AWS4-HMAC-SHA256 ")) return undefined;
  const inHeader = (name: string) => new RegExp(`[ ,]${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? "";
  return claimOf("header", {
    credential: inHeader("Credential"),
    signedHeaders: inHeader("SignedHeaders"),
    signature: inHeader("Signature"),
  });
};
