import { aiken } from "./aiken/aiken.ts";
import type { Format } from "./format.ts";
import { gift } from "./gift/gift.ts";

/** The ones that are told with more certainty first. */
export const formats: readonly Format[] = [aiken, gift];
