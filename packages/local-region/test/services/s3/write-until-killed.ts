/** Puts numbered objects, sixteen at a time and for ever, and prints each key once its put was answered. */
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Clock } from "../../../src/clock.ts";
import { openObjectStore } from "../../../src/services/s3/object-store.ts";
import { clientSettings, startEndpoint } from "../../http/start-endpoint.ts";

const [dataFile = ""] = process.argv.slice(2);
const store = openObjectStore({ dataFile, clock: new Clock() });
await store.createBucket("course", { versioned: true });
const client = new S3Client(clientSettings(await startEndpoint({ s3: store.service })));

let next = 0;
const putForEver = async () => {
  for (;;) {
    const Key = `put/${next++}`;
    await client.send(new PutObjectCommand({ Bucket: "course", Key, Body: `body of ${Key}` }));
    process.stdout.write(`${Key}\n`);
  }
};
await Promise.all(Array.from({ length: 16 }, putForEver));
