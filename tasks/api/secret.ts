import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Compared with when there is nothing to compare with, so that the answer takes equally long. No text has this hash. */
const nobodysHash = "0".repeat(64);

/**
 * Secrets are 256 random bits, so a plain hash is enough; compared in constant time.
 *
 * @param sha256 in hex; null: there is no such secret.
 */
export const isSecret = (secret: string, sha256: string | null | undefined): boolean =>
  timingSafeEqual(createHash("sha256").update(secret).digest(), Buffer.from(sha256 ?? nobodysHash, "hex")) &&
  typeof sha256 === "string";

/** A new secret, base64url, and what is stored of it. */
export const newSecret = (): { readonly secret: string; readonly sha256: string } => {
  const secret = randomBytes(32).toString("base64url");
  return { secret, sha256: createHash("sha256").update(secret).digest("hex") };
};
