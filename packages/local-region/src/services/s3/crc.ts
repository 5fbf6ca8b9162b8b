import { crc32 } from "node:zlib";

/** Takes a body piece by piece, as a hash of node:crypto does. */
export interface Digest {
  update(piece: Buffer): unknown;
  /** Big-endian, like all checksums of S3. */
  digest(): Buffer;
}

const bigEndian = (...words: readonly number[]): Buffer => {
  const sum = Buffer.alloc(words.length * 4);
  words.forEach((word, n) => {
    sum.writeInt32BE(word | 0, n * 4);
  });
  return sum;
};

export const startCrc32 = (): Digest => {
  let sum = 0;
  return {
    update: (piece) => {
      sum = crc32(piece, sum);
    },
    digest: () => bigEndian(sum),
  };
};

/** What each byte becomes in a bit-reflected CRC of at most 64 bits, in halves: JavaScript computes with 32 bits. */
const makeTable = (polynomial: bigint) => {
  const low = new Int32Array(256);
  const high = new Int32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    let sum = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1n ? (sum >> 1n) ^ polynomial : sum >> 1n;
    low[byte] = Number(BigInt.asIntN(32, sum));
    high[byte] = Number(sum >> 32n);
  }
  return { low, high };
};

const castagnoli = makeTable(0x82f63b78n).low;

/** CRC-32C, of RFC 3720. About 400 MB/s. */
export const startCrc32c = (): Digest => {
  let sum = -1;
  return {
    update: (piece) => {
      let at = sum;
      for (let n = 0; n < piece.length; n += 1) {
        at = (at >>> 8) ^ (castagnoli[(at ^ (piece[n] ?? 0)) & 0xff] ?? 0);
      }
      sum = at;
    },
    digest: () => bigEndian(~sum),
  };
};

const nvme = makeTable(0x9a6c9329ac4bc9b5n);

/** CRC-64/NVME, of the NVM Command Set Specification. About 200 MB/s. */
export const startCrc64Nvme = (): Digest => {
  let low = -1;
  let high = -1;
  return {
    update: (piece) => {
      let [l, h] = [low, high];
      for (let n = 0; n < piece.length; n += 1) {
        const byte = (l ^ (piece[n] ?? 0)) & 0xff;
        l = ((l >>> 8) | (h << 24)) ^ (nvme.low[byte] ?? 0);
        h = (h >>> 8) ^ (nvme.high[byte] ?? 0);
      }
      [low, high] = [l, h];
    },
    digest: () => bigEndian(~high, ~low),
  };
};
