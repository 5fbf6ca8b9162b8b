import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import { TrainerError } from "../trainer-error.ts";

/** Settings for any client of the SDK: where AWS is, and who calls. The SDK finds by itself what is left out. */
export interface AwsAccess {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface AccessOptions {
  /** The local region rather than AWS. */
  readonly local: boolean;
  /** Data folder of the local region. */
  readonly data: string;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
}

const localRegion = "us-east-1";

/** The part of the local region's `ready.json` that a trainer's command needs. */
const readySchema = z.object({
  aws: z.url(),
  inbox: z.url().optional(),
  console: z.url().optional(),
  consoleToken: z.string().optional(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
});

type Ready = z.output<typeof readySchema>;

/**
 * Finds AWS or the local region. The local region's data folder says where it runs. A command that the region starts
 * before it is ready gets this from the SDK's own environment variables.
 */
export const findAccess = (options: AccessOptions, env: NodeJS.ProcessEnv = process.env): AwsAccess => {
  if (!options.local) {
    return {
      ...(options.region !== undefined && { region: options.region }),
      ...(options.profile !== undefined && { profile: options.profile }),
    };
  }
  const isReady = existsSync(readyFile(options.data));
  return localAccess((isReady ? undefined : variablesSchema.safeParse(env).data) ?? readReady(options.data));
};

/** The address and the key of a region that is not ready yet. */
const variablesSchema = z
  .object({
    AWS_ENDPOINT_URL: z.url(),
    AWS_ACCESS_KEY_ID: z.string().min(1),
    AWS_SECRET_ACCESS_KEY: z.string().min(1),
  })
  .transform((env) => ({
    aws: env.AWS_ENDPOINT_URL,
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
  }));

const localAccess = ({ aws, accessKeyId, secretAccessKey }: Pick<Ready, KeyFields>): AwsAccess => ({
  region: localRegion,
  endpoint: aws,
  credentials: { accessKeyId, secretAccessKey },
});

type KeyFields = "aws" | "accessKeyId" | "secretAccessKey";

/** Address of the local region's console; null: it has none, or is not ready yet. */
export const localConsole = (data: string): string | null =>
  existsSync(readyFile(data)) ? (readReady(data).console ?? null) : null;

/** Base address of the local region's inbox for programs; undefined: the region has not said it. */
export const localInboxUrl = (data: string): string | undefined =>
  existsSync(readyFile(data)) ? readReady(data).inbox : undefined;

/** The token that the local region's console asks each browser for; undefined: it asks for none. */
export const localConsoleToken = (data: string): string | undefined =>
  existsSync(readyFile(data)) ? readReady(data).consoleToken : undefined;

const readyFile = (data: string): string => join(data, "ready.json");

const readReady = (data: string): Ready => {
  const file = readyFile(data);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new TrainerError(
      `No local region is running on ${data} (there is no ${file}). Start one with "npm start -- --data ${data}", or name its data folder with --data.`,
    );
  }
  const ready = readySchema.safeParse(jsonOrUndefined(text));
  if (ready.success) return ready.data;
  throw new TrainerError(`${file} does not say where the local region is. Start the region again.`);
};
