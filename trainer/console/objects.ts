import { GetObjectCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { Refusal } from "./refusal.ts";

/** One page of the keys below a prefix. */
export interface KeyPage {
  readonly keys: readonly string[];
  /** Pass it as `token` to get the next page; undefined: this was the last. */
  readonly next?: string;
}

/** The part of the course's bucket that the console needs. */
export class ConsoleBucket {
  readonly #client: S3Client;
  readonly #name: string;

  constructor(client: S3Client, name: string) {
    this.#client = client;
    this.#name = name;
  }

  /** @throws {Refusal} when it is another bucket. */
  check(name: string): void {
    if (name === this.#name) return;
    throw new Refusal("NoSuchBucket", `The console reads the course's bucket, ${this.#name}, only.`, 404);
  }

  async text(key: string): Promise<string> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#name, Key: key }));
    return (await Body?.transformToString()) ?? "";
  }

  async keys(prefix: string, token: string | undefined): Promise<KeyPage> {
    const { Contents = [], NextContinuationToken: next } = await this.#client.send(
      new ListObjectsV2Command({ Bucket: this.#name, Prefix: prefix, ContinuationToken: token }),
    );
    const keys = Contents.map(({ Key = "" }) => Key);
    return { keys, ...(next === undefined ? {} : { next }) };
  }
}
