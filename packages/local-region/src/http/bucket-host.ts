import { isIPv4 } from "node:net";
import { AwsError, region } from "../ports.ts";

/** Host names of the endpoint itself; a name before them is a bucket. */
const endpointHosts = [`s3.${region}.localhost`, "s3.localhost", "localhost"];

/**
 * The path-style path of an S3 request: a bucket in the host name (`bucket.localhost:4566`) moves into the path.
 * Throws AwsError InvalidURI when the path is not percent-encoded UTF-8.
 */
export const pathStylePath = (host: string, path: string): string => {
  try {
    decodeURIComponent(path);
  } catch {
    throw new AwsError(
      "InvalidURI",
      "Couldn't parse the specified URI: its path is not percent-encoded UTF-8.",
    );
  }
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (isIPv4(name) || endpointHosts.includes(name)) return path;
  const suffix = endpointHosts.find((h) => name.endsWith(`.${h}`));
  return suffix ? `/${name.slice(0, -suffix.length - 1)}${path}` : path;
};
