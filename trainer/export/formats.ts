import type { ExportFormat } from "./format.ts";
import { gift } from "./gift/gift.ts";
import { moodleXml } from "./moodle-xml/moodle-xml.ts";

export const exportFormats: readonly ExportFormat[] = [gift, moodleXml];
