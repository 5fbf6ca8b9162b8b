import { readFileSync } from "node:fs";
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

/** The part of the local region's `ready.json` that a client of AWS needs. */
const readySchema = z.object({ aws: z.url() });

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
  const endpoint = env.AWS_ENDPOINT_URL || readyEndpoint(options.data);
  return { region: localRegion, endpoint, credentials: owner };
};

const readyEndpoint = (data: string): string => {
  const file = join(data, "ready.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new TrainerError(
      `No local region is running on ${data} (there is no ${file}). Start one with "npm start -- --data ${data}", or name its data folder with --data.`,
    );
  }
  const ready = readySchema.safeParse(parsed(text));
  if (ready.success) return ready.data.aws;
  throw new TrainerError(`${file} does not say where the local region is. Start the region again.`);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
