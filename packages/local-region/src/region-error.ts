/** A region can't start: the message says what is wrong, and what to do about it. */
export class RegionError extends Error {
  override readonly name: string = "RegionError";
}
