import { aiken } from "./aiken/aiken.ts";
import type { Format } from "./format.ts";
import { gift } from "./gift/gift.ts";
import { moodleXml } from "./moodle-xml/moodle-xml.ts";
import { qti1 } from "./qti1/qti1.ts";

/** The ones that are told with more certainty first. */
export const formats: readonly Format[] = [moodleXml, qti1, aiken, gift];
