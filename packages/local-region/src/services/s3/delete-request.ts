import { xmlElements, xmlText } from "../../http/xml.ts";
import { AwsError, type AwsRequest } from "../../ports.ts";
import { uploadedBody } from "./call.ts";

/** Most keys that one request may delete. Source: docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html. */
const maxKeys = 1000;

export interface ObjectToDelete {
  readonly key: string;
  readonly versionId: string | undefined;
  /** Delete only while the object has this ETag, or is there at all (`*`). */
  readonly etag: string | undefined;
}

export interface DeleteRequest {
  readonly objects: readonly ObjectToDelete[];
  /** Answer with errors only. */
  readonly isQuiet: boolean;
}

/** Conditions that S3 has for directory buckets only. */
const foreignConditions = ["LastModifiedTime", "Size"];

const objectToDelete = (xml: string): ObjectToDelete => {
  const foreign = foreignConditions.find((name) => xmlText(xml, name) !== undefined);
  if (foreign !== undefined) {
    throw new AwsError(
      "NotImplemented",
      `A bucket that is no directory bucket has no condition ${foreign}.`,
      501,
    );
  }
  return { key: xmlText(xml, "Key") ?? "", versionId: xmlText(xml, "VersionId"), etag: xmlText(xml, "ETag") };
};

/** What a DeleteObjects asks for. Throws AwsError MalformedXML or NotImplemented, and as `uploadedBody` does. */
export const parseDeleteRequest = (request: AwsRequest): DeleteRequest => {
  const xml = uploadedBody(request).body.toString();
  const objects = xmlElements(xml, "Object").map(objectToDelete);
  if (objects.length === 0 || objects.length > maxKeys || objects.some(({ key }) => key === "")) {
    throw new AwsError("MalformedXML", `DeleteObjects takes 1 to ${maxKeys} keys, none of them empty.`);
  }
  return { objects, isQuiet: xmlText(xml, "Quiet") === "true" };
};
