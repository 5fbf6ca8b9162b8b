import { element, renderXml, type XmlElement } from "../../../http/xml.ts";
import { AwsError, type AwsResponse, account, region } from "../../../ports.ts";
import { type S3Call, type S3Operation, xmlHeaders, xmlNamespace } from "../call.ts";

const answer = (root: XmlElement): AwsResponse => ({
  status: 200,
  headers: xmlHeaders,
  body: renderXml(root, xmlNamespace),
});

const mostBuckets = 10_000;

/** Throws AwsError InvalidArgument. */
const bucketsAPage = ({ query }: S3Call): number => {
  const asked = query.get("max-buckets") ?? String(mostBuckets);
  const count = /^\d{1,5}$/.test(asked) ? Number(asked) : 0;
  if (count >= 1 && count <= mostBuckets) return count;
  throw new AwsError("InvalidArgument", `max-buckets must be from 1 to ${mostBuckets}, not "${asked}".`);
};

/** The continuation token is the last bucket's name. */
export const listBuckets: S3Operation = (call, { versions }) => {
  const { query } = call;
  const [prefix, after] = [query.get("prefix") ?? "", query.get("continuation-token") ?? ""];
  const inRegion = (query.get("bucket-region") ?? region) === region;
  const wanted = versions.buckets().filter(({ name }) => inRegion && name.startsWith(prefix) && name > after);
  const page = wanted.slice(0, bucketsAPage(call));
  const buckets = page.map(({ name, createdMs }) =>
    element(
      "Bucket",
      element("Name", name),
      element("CreationDate", new Date(createdMs).toISOString()),
      element("BucketRegion", region),
    ),
  );
  const last = page.length < wanted.length ? page.at(-1)?.name : undefined;
  return answer(
    element(
      "ListAllMyBucketsResult",
      element("Owner", element("ID", account)),
      element("Buckets", ...buckets),
      last === undefined ? undefined : element("ContinuationToken", last),
      prefix === "" ? undefined : element("Prefix", prefix),
    ),
  );
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
