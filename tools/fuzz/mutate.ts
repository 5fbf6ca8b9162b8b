import { unzipSync, zipSync } from "fflate";

/** Numbers from 0 to below 1. */
type Numbers = Iterator<number, never>;

/** What formats take for signs of their own, and what breaks programs. */
const tokens = [
  ..."{ } = ~ # ## #### %50% %-100% -> :: // \\ \\n \" ' , ; | < > & &lt; &#0; &#xD800; &#x1F600; ]]> <![CDATA[ <!-- <p> </p> <script> [[1]] [[ ]] $ $$ \\( \\[ * ** _ ` ``` {1:SA:=a} {1:MC:~} -1 0 1e999 1e99 NaN 0,5 ../ C:\\ // %2e%2e/ @@PLUGINFILE@@/ \u202e \u0000 \ufeff \ufdd0 \uffff \ud800 é e\u0301 ﷽ 👩‍💻 ANSWER: GROUP END_GROUP pick: = [1, a) *a) [*] $CATEGORY: T F TRUE".split(
    " ",
  ),
  ...[
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "x".repeat(3_000),
    "[".repeat(300),
    "(".repeat(300),
    "*a ".repeat(300),
    "<b>".repeat(200),
    "> ".repeat(200),
  ],
];

const unpacked = new WeakMap<Uint8Array, readonly (readonly [string, Uint8Array])[]>();

const filesIn = (sample: Uint8Array): readonly (readonly [string, Uint8Array])[] => {
  const files = unpacked.get(sample) ?? Object.entries(unzipSync(sample));
  unpacked.set(sample, files);
  return files;
};

/** A file made of others, hostile in a few places. */
export class Mutator {
  readonly #numbers: Numbers;
  constructor(numbers: Numbers) {
    this.#numbers = numbers;
  }

  #below(end: number): number {
    return Math.floor(this.#numbers.next().value * end);
  }

  mutated(samples: readonly Uint8Array[]): Buffer {
    const chosen = samples[this.#below(samples.length)] ?? Buffer.alloc(0);
    const sample = Buffer.from(chosen);
    const isPackage = sample.toString("latin1", 0, 2) === "PK";
    return isPackage && this.#below(5) > 0 ? this.#packageOf(chosen) : this.#bytes(sample);
  }

  #bytes(sample: Buffer): Buffer {
    let bytes = sample;
    for (let change = 0; change <= this.#below(6); change += 1) bytes = this.#changed(bytes);
    return bytes;
  }

  #changed(bytes: Buffer): Buffer {
    const at = this.#below(bytes.length + 1);
    const length = this.#below(Math.min(bytes.length - at, 200) + 1);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + length)];
    switch (this.#below(7)) {
      case 0: {
        const other = Buffer.from(bytes);
        if (at < other.length) other[at] = this.#below(256);
        return other;
      }
      case 1:
        return Buffer.concat([before, after]);
      case 2:
        return Buffer.concat([before, bytes.subarray(at, at + length), bytes.subarray(at)]);
      case 3: {
        const from = this.#below(bytes.length + 1);
        return Buffer.concat([before, bytes.subarray(from, from + length), bytes.subarray(at)]);
      }
      case 4:
        return this.#below(4) === 0 ? before : Buffer.concat([before, this.#token(), after]);
      default:
        return Buffer.concat([before, this.#token(), bytes.subarray(at)]);
    }
  }

  #token(): Buffer {
    return Buffer.from(tokens[this.#below(tokens.length)] ?? "");
  }

  #packageOf(sample: Uint8Array): Buffer {
    const files = filesIn(sample);
    const chosen = this.#below(files.length);
    const changed = files.map(([name, content], index): [string, Uint8Array] => {
      if (index !== chosen) return [name, content];
      const isRenamed = this.#below(10) === 0;
      return [
        isRenamed ? this.#bytes(Buffer.from(name)).toString("utf8").slice(0, 300) : name,
        this.#bytes(Buffer.from(content)),
      ];
    });
    // Packing takes longer than reading; one of ten is packed, the others are stored.
    const level = this.#below(10) === 0 ? 6 : 0;
    return Buffer.from(zipSync(Object.fromEntries(changed), { level }));
  }
}
