import { element, renderXml, type XmlElement } from "../../../http/xml.ts";
import { type AwsResponse, account, region } from "../../../ports.ts";
import { type S3Operation, xmlHeaders, xmlNamespace } from "../call.ts";

const answer = (root: XmlElement): AwsResponse => ({
  status: 200,
  headers: xmlHeaders,
  body: renderXml(root, xmlNamespace),
});

export const listBuckets: S3Operation = (_call, { versions }) => {
  const buckets = versions
    .buckets()
    .map(({ name, createdMs }) =>
      element(
        "Bucket",
        element("Name", name),
        element("CreationDate", new Date(createdMs).toISOString()),
        element("BucketRegion", region),
      ),
    );
  const owner = element("Owner", element("ID", account));
  return answer(element("ListAllMyBucketsResult", owner, element("Buckets", ...buckets)));
};

export const headBucket: S3Operation = (call, { versions }) => {
  versions.bucket(call.bucket);
  return { status: 200, headers: { "x-amz-bucket-region": region } };
};

/** S3 leaves the element empty for us-east-1. */
export const getBucketLocation: S3Operation = (call, { versions }) => {
  versions.bucket(call.bucket);
  return answer(element("LocationConstraint"));
};
