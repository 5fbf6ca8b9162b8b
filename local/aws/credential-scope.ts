/** What a Signature Version 4 says of its request before it is checked: whose key, for which service. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly service: string;
}

/** `<access key id>/<date>/<region>/<service>/aws4_request`; an access key id holds no slash. */
const scopePattern = /^([^/]+)\/\d{8}\/[^/]+\/([^/]+)\/aws4_request$/;

const parse = (credential: string): CredentialScope | undefined => {
  const [, accessKeyId, service] = scopePattern.exec(credential) ?? [];
  return accessKeyId && service ? { accessKeyId, service } : undefined;
};

/** From the `Authorization` header, or of a presigned address `X-Amz-Credential`; undefined: not signed. */
export const credentialScope = (
  authorization: string | undefined,
  query: URLSearchParams,
): CredentialScope | undefined => {
  if (authorization === undefined) return parse(query.get("X-Amz-Credential") ?? "");
  const [, credential] = /^AWS4-HMAC-SHA256 .*?Credential=([^,\s]+)/.exec(authorization) ?? [];
  return parse(credential ?? "");
};
