import { S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "@jest/globals";
import { startAwsEndpoint } from "local-region/testing";
import { ConsoleBucket } from "../../../trainer/console/objects.ts";
import { owner } from "../support/course-cloud.ts";

test("a long list of keys is given page by page, as S3 gives it", async () => {
  const asked: string[] = [];
  const endpoint = await startAwsEndpoint({
    port: 0,
    keyOf: () => ({ principal: { kind: "owner" }, credentials: owner }),
    services: new Map([
      [
        "s3",
        async ({ query }) => {
          asked.push(`${query.get("prefix")} ${query.get("continuation-token")}`);
          const isFirst = !query.has("continuation-token");
          const rest = isFirst
            ? "<Contents><Key>p/1 &amp; 2</Key></Contents><NextContinuationToken>more</NextContinuationToken>"
            : "<Contents><Key>p/3</Key></Contents>";
          const headers = { "content-type": "application/xml" };
          return { status: 200, headers, body: `<ListBucketResult>${rest}</ListBucketResult>` };
        },
      ],
    ]),
    log: (message) => {
      throw new Error(message);
    },
  });
  const client = new S3Client({
    endpoint: endpoint.url,
    region: "us-east-1",
    credentials: owner,
    forcePathStyle: true,
  });
  const bucket = new ConsoleBucket(client, "course");
  expect(await bucket.keys("p/", undefined)).toEqual({ keys: ["p/1 & 2"], next: "more" });
  expect(await bucket.keys("p/", "more")).toEqual({ keys: ["p/3"] });
  expect(asked).toEqual(["p/ null", "p/ more"]);
  client.destroy();
  await endpoint.close();
});
