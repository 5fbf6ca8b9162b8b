import { createHash } from "node:crypto";

const hashBytes = 6;

/** Numbers that look random, evenly from 0 to below 1: always the same ones for the same `seed` and `about`. */
export function* seeded(seed: number, about: string): Generator<number, never> {
  for (let n = 0; ; n += 1) {
    const hash = createHash("sha256").update(`${seed} ${about} ${n}`).digest();
    yield hash.readUIntBE(0, hashBytes) / 2 ** (8 * hashBytes);
  }
}
