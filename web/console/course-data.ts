import { settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { CallOptions } from "./api.ts";
import { readJsonObject } from "./objects.ts";

export const readSettings = (bucket: string, options?: CallOptions) =>
  readJsonObject(bucket, keys.settings, settingsSchema, options);
