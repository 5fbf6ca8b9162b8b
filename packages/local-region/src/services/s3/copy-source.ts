import { AwsError } from "../../ports.ts";
import type { WantedVersion } from "./versions.ts";

/** Throws AwsError InvalidArgument. */
const decode = (encoded: string): string => {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new AwsError("InvalidArgument", "x-amz-copy-source is not percent-encoded UTF-8.");
  }
};

/** From the header `x-amz-copy-source`: `[/]<bucket>/<key>[?versionId=<id>]`, percent-encoded. Throws AwsError InvalidArgument. */
export const parseCopySource = (header: string): WantedVersion => {
  const [path = "", search = ""] = header.split("?", 2);
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decode(path)) ?? [];
  if (!bucket || !key) {
    throw new AwsError("InvalidArgument", "x-amz-copy-source must be <bucket>/<key>, percent-encoded.");
  }
  return { bucket, key, versionId: new URLSearchParams(search).get("versionId") };
};
