import { aiken } from "./aiken/aiken.ts";
import type { Format } from "./format.ts";
import { gift } from "./gift/gift.ts";
import { moodleXml } from "./moodle-xml/moodle-xml.ts";

/** The ones that are told with more certainty first. */
export const formats: readonly Format[] = [moodleXml, aiken, gift];
