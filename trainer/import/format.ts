import type { FormatName } from "./format-titles.ts";
import type { ReadItem } from "./model.ts";
import type { Source } from "./source.ts";

/** A way in which another system writes questions. */
export interface Format {
  /** As `--as` names it. */
  readonly name: FormatName;
  /** For people. */
  readonly title: string;
  /** Whether a file's content is of this format. */
  recognises(source: Source): boolean;
  /**
   * All items of a file, in its order.
   *
   * @throws SourceFault when the file as a whole can't be read.
   */
  read(source: Source): readonly ReadItem[];
}
