import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { TrainerError } from "../trainer-error.ts";

/** Where AWS is and who calls: settings for any client of the SDK. Left out: as the SDK finds them by itself. */
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

/** The local region's name for the person at this machine. */
const owner = { accessKeyId: "owner", secretAccessKey: "owner" } as const;

const localRegion = "us-east-1";

/** The part of the local region's `ready.json` that a trainer's command needs. */
const readySchema = z.object({ aws: z.url(), console: z.url().optional() });

/**
 * Finds AWS or the local region. The latter is found by its data folder, or by `AWS_ENDPOINT_URL` for a command that the
 * region starts itself before it says that it is ready.
 */
export const findAccess = (options: AccessOptions, env: NodeJS.ProcessEnv = process.env): AwsAccess => {
  if (!options.local) {
    return {
      ...(options.region !== undefined && { region: options.region }),
      ...(options.profile !== undefined && { profile: options.profile }),
    };
  }
  const endpoint = env.AWS_ENDPOINT_URL || readReady(options.data).aws;
  return { region: localRegion, endpoint, credentials: owner };
};

/** Address of the local region's console; null: it has none, or has not said yet that it is ready. */
export const localConsole = (data: string): string | null =>
  existsSync(readyFile(data)) ? (readReady(data).console ?? null) : null;

const readyFile = (data: string): string => join(data, "ready.json");

const readReady = (data: string): z.output<typeof readySchema> => {
  const file = readyFile(data);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new TrainerError(
      `No local region is running on ${data} (there is no ${file}). Start one with "npm start -- --data ${data}", or name its data folder with --data.`,
    );
  }
  const ready = readySchema.safeParse(parsed(text));
  if (ready.success) return ready.data;
  throw new TrainerError(`${file} does not say where the local region is. Start the region again.`);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
