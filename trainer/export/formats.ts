import { csv } from "./csv/csv.ts";
import type { ExportFormat } from "./format.ts";
import { gift } from "./gift/gift.ts";
import { moodleXml } from "./moodle-xml/moodle-xml.ts";
import { qti1 } from "./qti1/qti1.ts";
import { qti2, qti3 } from "./qti2/qti2.ts";

export const exportFormats: readonly ExportFormat[] = [gift, moodleXml, qti1, qti2, qti3, csv];
