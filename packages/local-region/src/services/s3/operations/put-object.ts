import {
  encryptionHeaders,
  keptHeaders,
  quoted,
  type S3Operation,
  uploadedBody,
  versionHeaders,
} from "../call.ts";
import { md5Hex } from "../checksums.ts";
import { checkWrite } from "../conditions.ts";

export const putObject: S3Operation = (call, { versions, clock }) => {
  const bucket = versions.bucket(call.bucket);
  const { body, checksums } = uploadedBody(call);
  checkWrite(call, versions.newest(bucket.name, call.key));
  const stored = versions.put(
    {
      bucket,
      key: call.key,
      isDeleteMarker: false,
      size: body.length,
      etag: md5Hex(body),
      modifiedMs: clock.now(),
      headers: { ...keptHeaders(call.headers), ...checksums },
    },
    body,
  );
  return {
    status: 200,
    headers: { etag: quoted(stored.etag), ...encryptionHeaders, ...versionHeaders(stored), ...checksums },
  };
};
