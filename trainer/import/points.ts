import { decimalText } from "./decimals.ts";

const mostPoints = 1000;

/** What a question counts, `0` for one that is void; undefined: 1, or what can't be taken, which is told to `lose`. */
export const pointsOf = (written: string, lose: (what: string) => void): string | undefined => {
  if (written.trim() === "") return undefined;
  const value = decimalText(written);
  const number = Number(value);
  if (value !== undefined && number === 0) {
    lose("counts 0 points, so it is void: nobody gets or needs points for it, until you delete that line");
    return "0";
  }
  if (value === undefined || number <= 0 || number > mostPoints) {
    lose(
      `loses its points (${written.trim()}), which are no number above 0 and up to ${mostPoints}: it counts 1`,
    );
    return undefined;
  }
  const rounded = decimalText(number.toFixed(2)) ?? "1";
  if (rounded === "0") {
    lose(`loses its points (${written.trim()}), which are less than a hundredth: it counts 1`);
    return undefined;
  }
  if (rounded !== value) lose(`counts ${rounded} points instead of ${value}`);
  return rounded === "1" ? undefined : rounded;
};
