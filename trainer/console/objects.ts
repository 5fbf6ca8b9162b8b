import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { Refusal } from "./refusal.ts";

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
}
