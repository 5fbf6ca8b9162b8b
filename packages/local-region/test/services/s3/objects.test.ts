/** Longer than most: all tests share one service behind one port, and a fifth is the list of what it is asked. */

import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetBucketWebsiteCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Json } from "../../../src/ports.ts";
import { bucketSettings } from "../../../src/template/plan.ts";
import { readPlan } from "../../../src/template/read-plan.ts";
import { templateSchema } from "../../../src/template/template.ts";
import { clientSettings } from "../../http/start-endpoint.ts";
import { bucket, plainBucket, type RunningS3, startS3 } from "./start-s3.ts";

const lifecycle: Json = {
  Rules: [
    {
      Id: "old",
      Status: "Enabled",
      Prefix: "logs/",
      TagFilters: [{ Key: "kind", Value: "log" }],
      ExpirationInDays: "30",
      Transitions: [{ StorageClass: "GLACIER", TransitionInDays: 7 }],
    },
    {
      Status: "Disabled",
      ExpiredObjectDeleteMarker: true,
      NoncurrentVersionExpiration: { NoncurrentDays: 90 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
  ],
};

/** What is set of `bucket`; of the other one nothing is. */
const templateOfBucket = {
  stackName: "Course",
  templateBody: "",
  template: templateSchema.parse({
    Resources: {
      Files: {
        Type: "AWS::S3::Bucket",
        Properties: {
          BucketName: bucket,
          VersioningConfiguration: { Status: "Enabled" },
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } },
            ],
          },
          LifecycleConfiguration: lifecycle,
          LoggingConfiguration: { LogFilePrefix: "access/" },
          OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
          PublicAccessBlockConfiguration: { BlockPublicPolicy: true },
          Tags: [{ Key: "class", Value: "4b & c" }],
        },
      },
      Policy: {
        Type: "AWS::S3::BucketPolicy",
        Properties: {
          Bucket: { Ref: "Files" },
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: {
              Effect: "Deny",
              Principal: "*",
              Action: "s3:*",
              Resource: { "Fn::GetAtt": ["Files", "Arn"] },
            },
          },
        },
      },
    },
  }),
  assets: new Map<string, string>(),
};

const world = {
  account: "000000000000",
  region: "us-east-1",
  partition: "aws",
  urlSuffix: "amazonaws.com",
  queueUrl: (name: string) => name,
  frontDoorUrl: "http://door",
};

let s3: RunningS3;
beforeAll(async () => {
  s3 = await startS3(bucketSettings(readPlan(templateOfBucket, world)));
});
afterAll(() => s3.stop());

const put = (Key: string, Body: string | Buffer, more: object = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...more }));
const get = async (Key: string, more: object = {}) => {
  const answer = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key, ...more }));
  return { ...answer, text: await answer.Body?.transformToString() };
};

/** Pages of two. */
async function* listVersions(Bucket: string, Prefix: string): AsyncIterable<ListObjectVersionsCommandOutput> {
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    const markers = { KeyMarker: page?.NextKeyMarker, VersionIdMarker: page?.NextVersionIdMarker };
    page = await s3.client.send(new ListObjectVersionsCommand({ Bucket, Prefix, MaxKeys: 2, ...markers }));
    yield page;
  } while (page.IsTruncated);
}

test("an object is read as it was written, with its metadata, type and time", async () => {
  const beforeMs = s3.clock.now();
  await put("a/b.json", '{"ü":1}', { ContentType: "application/json", Metadata: { by: "ada" } });
  const object = await get("a/b.json");
  expect(object).toMatchObject({
    text: '{"ü":1}',
    ContentType: "application/json",
    Metadata: { by: "ada" },
    ServerSideEncryption: "AES256",
  });
  const writtenMs = object.LastModified?.getTime() ?? 0;
  expect(writtenMs).toBeGreaterThan(beforeMs - 1_000);
  expect(writtenMs).toBeLessThanOrEqual(s3.clock.now());
});

test("an object that isn't there is NoSuchKey on GET and NotFound on HEAD", async () => {
  await expect(get("missing")).rejects.toMatchObject({ name: "NoSuchKey", Key: "missing" });
  const head = s3.client.send(new HeadObjectCommand({ Bucket: bucket, Key: "missing" }));
  await expect(head).rejects.toMatchObject({ name: "NotFound" });
});

test("a refusal is asked for once, however far the region's clock is from the client's", async () => {
  const client = new S3Client({ ...clientSettings(s3.endpoint), maxAttempts: 3 });
  try {
    const missing = client.send(new GetObjectCommand({ Bucket: bucket, Key: "missing" }));
    await expect(missing).rejects.toMatchObject({ name: "NoSuchKey", $metadata: { attempts: 1 } });
  } finally {
    client.destroy();
  }
});

test("a bucket that isn't there is NoSuchBucket", async () => {
  const answer = s3.client.send(new GetObjectCommand({ Bucket: "nowhere", Key: "k" }));
  await expect(answer).rejects.toMatchObject({ name: "NoSuchBucket" });
});

test("of fifty writes of one key with If-None-Match exactly one wins", async () => {
  const writes = Array.from({ length: 50 }, (_, n) => put("claim", String(n), { IfNoneMatch: "*" }));
  const results = await Promise.allSettled(writes);
  const won = results.flatMap((r, n) => (r.status === "fulfilled" ? [n] : []));
  expect(won).toHaveLength(1);
  for (const r of results) {
    if (r.status === "rejected") expect(r.reason).toMatchObject({ name: "PreconditionFailed" });
  }
  expect((await get("claim")).text).toBe(String(won[0]));
});

test("a key whose newest version is a delete marker is free for If-None-Match", async () => {
  await put("freed", "1");
  await s3.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: "freed" }));
  await put("freed", "2", { IfNoneMatch: "*" });
  expect((await get("freed")).text).toBe("2");
});

test("If-Match lets a write through only while the object has that ETag", async () => {
  const { ETag } = await put("guarded", "1");
  await put("guarded", "2", { IfMatch: ETag });
  await expect(put("guarded", "3", { IfMatch: ETag })).rejects.toMatchObject({ name: "PreconditionFailed" });
  await expect(put("no-such", "1", { IfMatch: ETag })).rejects.toMatchObject({ name: "NoSuchKey" });
});

test("a reader that has the version already gets 304", async () => {
  const { ETag } = await put("cached", "1");
  await expect(get("cached", { IfNoneMatch: ETag })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 304 },
  });
  await expect(get("cached", { IfMatch: '"other"' })).rejects.toMatchObject({ name: "PreconditionFailed" });
});

test.each([
  ["bytes=0-1", "ab", "bytes 0-1/5"],
  ["bytes=3-", "de", "bytes 3-4/5"],
  ["bytes=-2", "de", "bytes 3-4/5"],
  ["bytes=2-99", "cde", "bytes 2-4/5"],
])("the range %s of abcde is %s", async (Range, text, ContentRange) => {
  await put("ranged", "abcde");
  expect(await get("ranged", { Range })).toMatchObject({ text, ContentRange });
});

test("a range outside the object is refused", async () => {
  await put("ranged", "abcde");
  await expect(get("ranged", { Range: "bytes=5-9" })).rejects.toMatchObject({ name: "InvalidRange" });
});

test("a body that was damaged on the way is refused and not stored", async () => {
  const damaged = put("damaged", "abc", { ChecksumSHA256: "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa1=" });
  await expect(damaged).rejects.toMatchObject({ name: "BadDigest" });
  await expect(get("damaged")).rejects.toMatchObject({ name: "NoSuchKey" });
});

test("deleting keeps the older versions, and deleting the marker brings the object back", async () => {
  const { VersionId } = await put("kept", "1");
  const { VersionId: marker, DeleteMarker } = await s3.client.send(
    new DeleteObjectCommand({ Bucket: bucket, Key: "kept" }),
  );
  expect(DeleteMarker).toBe(true);
  await expect(get("kept")).rejects.toMatchObject({ name: "NoSuchKey" });
  expect((await get("kept", { VersionId })).text).toBe("1");
  await s3.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: "kept", VersionId: marker }));
  expect((await get("kept")).text).toBe("1");
});

test("versions are listed newest first, over pages", async () => {
  const ids: (string | undefined)[] = [];
  for (const body of ["1", "2", "3"]) ids.unshift((await put("v/x", body)).VersionId);
  ids.push((await put("v/y", "1")).VersionId);
  const seen: (string | undefined)[] = [];
  for await (const { Versions = [] } of listVersions(bucket, "v/"))
    seen.push(...Versions.map((v) => v.VersionId));
  expect(seen).toEqual(ids);
});

test.each([bucket, plainBucket])(
  "what %s holds can be deleted page by page while it is listed",
  async (Bucket) => {
    for (const Key of ["w/x", "w/x", "w/x", "w/x", "w/y", "w/z"]) {
      await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
    }
    let deleted = 0;
    for await (const { Versions = [] } of listVersions(Bucket, "w/")) {
      const Objects = Versions.map(({ Key = "", VersionId }) => ({ Key, VersionId }));
      await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      deleted += Objects.length;
    }
    expect(deleted).toBe(Bucket === bucket ? 6 : 3);
    const after = await s3.client.send(new ListObjectVersionsCommand({ Bucket, Prefix: "w/" }));
    expect([after.Versions, after.DeleteMarkers]).toEqual([undefined, undefined]);
  },
);

test("a listing of versions goes on after any version's own id too, and after no made-up one", async () => {
  const first = await put("after/x", "1");
  const second = await put("after/x", "2");
  const list = (more: object) =>
    s3.client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: "after/", ...more }));
  const page = await list({ KeyMarker: "after/x", VersionIdMarker: second.VersionId });
  expect(page.Versions?.map((v) => v.VersionId)).toEqual([first.VersionId]);
  for (const markers of [{ KeyMarker: "after/x", VersionIdMarker: "made-up" }, { VersionIdMarker: "x.1" }]) {
    await expect(list(markers)).rejects.toMatchObject({ name: "InvalidArgument" });
  }
});

test("a bucket without versions holds the last write only", async () => {
  const send = (Body: string) =>
    s3.client.send(new PutObjectCommand({ Bucket: plainBucket, Key: "k", Body }));
  await send("1");
  await send("2");
  const { Versions } = await s3.client.send(new ListObjectVersionsCommand({ Bucket: plainBucket }));
  expect(Versions).toMatchObject([{ Key: "k", VersionId: "null", IsLatest: true }]);
  await s3.client.send(new DeleteObjectCommand({ Bucket: plainBucket, Key: "k" }));
  const after = await s3.client.send(new ListObjectVersionsCommand({ Bucket: plainBucket }));
  expect([after.Versions, after.DeleteMarkers]).toEqual([undefined, undefined]);
});

test("several objects are deleted by one request, missing ones too", async () => {
  const Objects = ["many/<1>", "many/&2", "many/3\r\n"].map((Key) => ({ Key }));
  for (const { Key } of Objects.slice(0, 2)) await put(Key, "x");
  const { Deleted } = await s3.client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
  expect(Deleted?.map((d) => d.Key)).toEqual(Objects.map((o) => o.Key));
  await expect(get("many/<1>")).rejects.toMatchObject({ name: "NoSuchKey" });
});

test("of several objects, those whose ETag is another by now are left alone, each with its own error", async () => {
  const { ETag } = await put("same", "1");
  await put("changed", "1");
  await put("changed", "2");
  const Objects = ["same", "changed", "never-there"].map((Key) => ({ Key, ETag }));
  for (const Quiet of [false, true]) {
    await put("same", "1");
    const call = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet } });
    const { Deleted, Errors } = await s3.client.send(call);
    expect(Deleted?.map((d) => d.Key)).toEqual(Quiet ? undefined : ["same"]);
    expect(Errors).toMatchObject([
      { Key: "changed", Code: "PreconditionFailed" },
      { Key: "never-there", Code: "NoSuchKey" },
    ]);
    await expect(get("same")).rejects.toMatchObject({ name: "NoSuchKey" });
    expect((await get("changed")).text).toBe("2");
  }
});

test.each([
  ["LastModifiedTime", new Date(0)],
  ["Size", 1],
])("the condition %s, which directory buckets have, is refused by its name", async (name, value) => {
  await put("sized", "x");
  const Delete = { Objects: [{ Key: "sized", [name]: value }] };
  const call = s3.client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));
  await expect(call).rejects.toMatchObject({
    name: "NotImplemented",
    message: expect.stringContaining(name),
  });
  expect((await get("sized")).text).toBe("x");
});

test("a copy has the source's content and its metadata, or that of the request", async () => {
  await put("from/ü +.txt", "abc", { Metadata: { n: "1" }, ContentType: "text/plain" });
  const CopySource = `${bucket}/${encodeURIComponent("from/ü +.txt")}`;
  const copy = (Key: string, more: object) =>
    s3.client.send(new CopyObjectCommand({ Bucket: bucket, Key, CopySource, ...more }));
  await copy("to/1", {});
  await copy("to/2", { MetadataDirective: "REPLACE", Metadata: { n: "2" } });
  expect(await get("to/1")).toMatchObject({ text: "abc", Metadata: { n: "1" }, ContentType: "text/plain" });
  expect(await get("to/2")).toMatchObject({ text: "abc", Metadata: { n: "2" } });
});

test.each([bucket, plainBucket])("an object copied onto itself in %s keeps its bytes", async (Bucket) => {
  const body = Buffer.alloc(3 * 1024 * 1024, "x");
  await s3.client.send(new PutObjectCommand({ Bucket, Key: "itself", Body: body }));
  const copy = { Bucket, Key: "itself", CopySource: `${Bucket}/itself` };
  await s3.client.send(
    new CopyObjectCommand({ ...copy, MetadataDirective: "REPLACE", Metadata: { n: "2" } }),
  );
  const after = await s3.client.send(new GetObjectCommand({ Bucket, Key: "itself" }));
  expect(after.Metadata).toEqual({ n: "2" });
  expect(body.equals((await after.Body?.transformToByteArray()) ?? Buffer.of())).toBe(true);
});

test("a copy of an object onto itself that changes nothing is refused; that of an older version is not", async () => {
  const { VersionId } = await put("undone", "1");
  await put("undone", "2");
  const CopySource = `${bucket}/undone`;
  const copy = (more: object) =>
    s3.client.send(new CopyObjectCommand({ Bucket: bucket, Key: "undone", CopySource, ...more }));
  await expect(copy({})).rejects.toMatchObject({
    name: "InvalidRequest",
    message: expect.stringContaining("copy an object to itself without changing"),
  });
  await copy({ CopySource: `${CopySource}?versionId=${VersionId}` });
  expect((await get("undone")).text).toBe("1");
});

test("a copy source that is no percent-encoded bucket and key is refused", async () => {
  for (const CopySource of ["%zz/k", bucket]) {
    const copy = s3.client.send(new CopyObjectCommand({ Bucket: bucket, Key: "k", CopySource }));
    await expect(copy).rejects.toMatchObject({ name: "InvalidArgument" });
  }
});

test("what the region's S3 does not have is refused with its name", async () => {
  await expect(put("k", "1", { ACL: "public-read" })).rejects.toMatchObject({
    name: "NotImplemented",
    message: expect.stringContaining("x-amz-acl: public-read"),
  });
});

test("callers inside the region read, write and list the same objects", async () => {
  const { objects } = s3.store;
  const owner = { kind: "owner" } as const;
  await objects.put(bucket, "inside/1", "one", owner);
  expect((await get("inside/1")).text).toBe("one");
  await put("inside/2", Buffer.alloc(3 * 1024 * 1024, 7));
  let size = 0;
  for await (const piece of await objects.get(bucket, "inside/2", owner)) size += piece.length;
  expect(size).toBe(3 * 1024 * 1024);
  const listed: unknown[] = [];
  for await (const { key, size } of objects.list(bucket, "inside/", owner)) listed.push([key, size]);
  expect(listed).toEqual([
    ["inside/1", 3],
    ["inside/2", 3 * 1024 * 1024],
  ]);
  await expect(objects.get(bucket, "inside/3", owner)).rejects.toMatchObject({ code: "NoSuchKey" });
});

test("a bucket tells what its template says of it", async () => {
  const { client } = s3;
  const Bucket = bucket;
  expect(await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).toMatchObject({
    TransitionDefaultMinimumObjectSize: "all_storage_classes_128K",
    Rules: [
      {
        ID: "old",
        Status: "Enabled",
        Filter: { And: { Prefix: "logs/", Tags: [{ Key: "kind", Value: "log" }] } },
        Expiration: { Days: 30 },
        Transitions: [{ StorageClass: "GLACIER", Days: 7 }],
      },
      {
        ID: "rule-2",
        Status: "Disabled",
        Filter: { Prefix: "" },
        Expiration: { ExpiredObjectDeleteMarker: true },
        NoncurrentVersionExpiration: { NoncurrentDays: 90 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    ],
  });
  const { Policy = "" } = await client.send(new GetBucketPolicyCommand({ Bucket }));
  expect(JSON.parse(Policy)).toMatchObject({
    Version: "2012-10-17",
    Statement: { Effect: "Deny", Resource: `arn:aws:s3:::${bucket}` },
  });
  const { TagSet } = await client.send(new GetBucketTaggingCommand({ Bucket }));
  expect(TagSet).toEqual([
    { Key: "class", Value: "4b & c" },
    { Key: "aws:cloudformation:stack-name", Value: "Course" },
    { Key: "aws:cloudformation:logical-id", Value: "Files" },
    { Key: "aws:cloudformation:stack-id", Value: expect.stringContaining(":stack/Course/") },
  ]);
  expect(await client.send(new GetBucketEncryptionCommand({ Bucket }))).toMatchObject({
    ServerSideEncryptionConfiguration: {
      Rules: [{ BucketKeyEnabled: true, ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } }],
    },
  });
  expect(await client.send(new GetPublicAccessBlockCommand({ Bucket }))).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: false,
      IgnorePublicAcls: false,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: false,
    },
  });
  expect(await client.send(new GetBucketOwnershipControlsCommand({ Bucket }))).toMatchObject({
    OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
  });
  expect(await client.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({ Status: "Enabled" });
  expect(await client.send(new GetBucketLoggingCommand({ Bucket }))).toMatchObject({
    LoggingEnabled: { TargetBucket: bucket, TargetPrefix: "access/" },
  });
});

test("a bucket of which nothing is set answers as a new one on AWS", async () => {
  const { client } = s3;
  const Bucket = plainBucket;
  const asked: readonly [answer: Promise<unknown>, name: string][] = [
    [client.send(new GetBucketLifecycleConfigurationCommand({ Bucket })), "NoSuchLifecycleConfiguration"],
    [client.send(new GetBucketPolicyCommand({ Bucket })), "NoSuchBucketPolicy"],
    [client.send(new GetBucketTaggingCommand({ Bucket })), "NoSuchTagSet"],
    [client.send(new GetBucketCorsCommand({ Bucket })), "NoSuchCORSConfiguration"],
    [client.send(new GetBucketWebsiteCommand({ Bucket })), "NoSuchWebsiteConfiguration"],
    [client.send(new GetBucketReplicationCommand({ Bucket })), "ReplicationConfigurationNotFoundError"],
    [client.send(new GetObjectLockConfigurationCommand({ Bucket })), "ObjectLockConfigurationNotFoundError"],
  ];
  for (const [answer, name] of asked) {
    await expect(answer).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 404 } });
  }
  expect(await client.send(new GetPublicAccessBlockCommand({ Bucket }))).toMatchObject({
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
  });
  expect(await client.send(new GetBucketOwnershipControlsCommand({ Bucket }))).toMatchObject({
    OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
  });
  expect(await client.send(new GetBucketAclCommand({ Bucket }))).toMatchObject({
    Grants: [{ Permission: "FULL_CONTROL", Grantee: { Type: "CanonicalUser" } }],
  });
  const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket }));
  expect(Status).toBeUndefined();
  const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket }));
  expect(LocationConstraint).toBeUndefined();
  const { LoggingEnabled } = await client.send(new GetBucketLoggingCommand({ Bucket }));
  expect(LoggingEnabled).toBeUndefined();
  const notified = await client.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  expect(notified).toEqual({ $metadata: expect.anything() });
});

test("buckets are listed, and one that isn't there has no settings", async () => {
  const { Buckets } = await s3.client.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual([bucket, plainBucket]);
  const first = await s3.client.send(new ListBucketsCommand({ MaxBuckets: 1 }));
  const rest = await s3.client.send(
    new ListBucketsCommand({ MaxBuckets: 1, ContinuationToken: first.ContinuationToken }),
  );
  expect([first, rest].flatMap((page) => page.Buckets?.map(({ Name }) => Name))).toEqual([
    bucket,
    plainBucket,
  ]);
  expect(rest.ContinuationToken).toBeUndefined();
  const { Buckets: some } = await s3.client.send(new ListBucketsCommand({ Prefix: "with" }));
  expect(some?.map(({ Name }) => Name)).toEqual([plainBucket]);
  await s3.client.send(new HeadBucketCommand({ Bucket: bucket }));
  const missing = s3.client.send(new HeadBucketCommand({ Bucket: "nowhere" }));
  await expect(missing).rejects.toMatchObject({ name: "NotFound" });
  const asked = s3.client.send(new GetBucketPolicyCommand({ Bucket: "nowhere" }));
  await expect(asked).rejects.toMatchObject({ name: "NoSuchBucket" });
});
