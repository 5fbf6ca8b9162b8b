import { posix } from "node:path";
import { htmlOf, picturesIn } from "../markup.ts";

/** A question's pictures, as Moodle keeps them: by file names without folders, two never the same. */
export class MoodleFiles {
  readonly #files = new Map<string, { readonly file: string; readonly base64: string }>();

  constructor(pictures: ReadonlyMap<string, Uint8Array>) {
    const taken = new Set<string>();
    for (const [address, bytes] of pictures) {
      const name = posix.basename(decodeURIComponent(address));
      const file = taken.has(name) ? `${taken.size}-${name}` : name;
      taken.add(file);
      this.#files.set(address, { file, base64: Buffer.from(bytes).toString("base64") });
    }
  }

  html(markdown: string): string {
    return htmlOf(markdown, (address) => {
      const found = this.#files.get(address);
      return found && `@@PLUGINFILE@@/${encodeURIComponent(found.file)}`;
    });
  }

  shownIn(markdown: string): readonly { readonly file: string; readonly base64: string }[] {
    return [...new Set(picturesIn(markdown))].flatMap((address) => this.#files.get(address) ?? []);
  }
}
