import { aiken } from "./aiken/aiken.ts";
import { blackboard } from "./blackboard/blackboard.ts";
import { csv } from "./csv/csv.ts";
import type { Format } from "./format.ts";
import { gift } from "./gift/gift.ts";
import { googleForms } from "./google-forms/google-forms.ts";
import { moodleXml } from "./moodle-xml/moodle-xml.ts";
import { qti1 } from "./qti1/qti1.ts";
import { qti2 } from "./qti2/qti2.ts";
import { text2qti } from "./text2qti/text2qti.ts";

/** The ones that are told with more certainty first. */
export const formats: readonly Format[] = [
  moodleXml,
  qti2,
  qti1,
  blackboard,
  googleForms,
  csv,
  aiken,
  text2qti,
  gift,
];
