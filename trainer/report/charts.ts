import { escapeHtml } from "../../course/mail/html.ts";
import type { StudentProgress } from "../../course/statistics/progress.ts";

/* Charts as SVG in HTML. Shapes are filled, not backgrounds, so that browsers print them. */

export interface ChartBar {
  readonly label: string;
  readonly value: number;
  /** The text at the bar's end. */
  readonly words: string;
}

/** Of a bar chart, in its own units. */
const barLength = 300;
const barHeight = 14;

const barSvg = (value: number, most: number): string => {
  const width = most === 0 ? 0 : (barLength * value) / most;
  const box = `viewBox="0 0 ${barLength} ${barHeight}" preserveAspectRatio="none" aria-hidden="true"`;
  return `<svg ${box}><rect class="track" width="${barLength}" height="${barHeight}"/><rect class="fill" width="${width.toFixed(2)}" height="${barHeight}"/></svg>`;
};

/** Bars as a table: it needs no colours to be read. @param most what a full bar stands for. */
export const barChart = (
  caption: string,
  heads: readonly [label: string, value: string],
  bars: readonly ChartBar[],
  most: number,
): string => {
  const rows = bars.map(
    ({ label, value, words }) =>
      `<tr><th scope="row" dir="auto">${escapeHtml(label)}</th><td class="drawn">${barSvg(value, most)}</td><td class="number">${escapeHtml(words)}</td></tr>`,
  );
  return `<table class="bars"><caption>${escapeHtml(caption)}</caption><thead><tr><th scope="col">${heads[0]}</th><td></td><th scope="col" class="number">${heads[1]}</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
};

/** Of the scores over the weeks, in its own units. */
const step = 10;
const weekWidth = 8;
const weekHeight = 30;

/** A student's results, test by test. */
export const weeksChart = (name: string, results: StudentProgress["results"]): string => {
  const words = results.map((result) =>
    result === null ? "none" : result === "missed" ? "missed" : `${Math.round(result)}%`,
  );
  const bars = results.map((result, place) => {
    const x = place * step;
    if (result === "missed")
      return `<rect class="missed" x="${x + 0.75}" y="0.75" width="${weekWidth - 1.5}" height="${weekHeight - 1.5}"/>`;
    const height = Math.max(result === null ? 0 : (weekHeight * result) / 100, 1);
    const kind = result === null ? "track" : "fill";
    return `<rect class="track" x="${x}" width="${weekWidth}" height="${weekHeight}"/><rect class="${kind}" x="${x}" y="${(weekHeight - height).toFixed(2)}" width="${weekWidth}" height="${height.toFixed(2)}"/>`;
  });
  const width = Math.max(results.length * step, step);
  return `<svg class="weeks" role="img" aria-label="${escapeHtml(`Results of ${name}: ${words.join(", ")}`)}" viewBox="0 0 ${width} ${weekHeight}" preserveAspectRatio="xMinYMid meet" style="width:${width * 2}px">${bars.join("")}</svg>`;
};

export const table = (
  caption: string,
  heads: readonly string[],
  /** Cells are HTML. */
  rows: readonly (readonly string[])[],
): string => {
  const row = ([first = "", ...cells]: readonly string[]): string =>
    `<tr><th scope="row" dir="auto">${first}</th>${cells.map((cell, index) => `<td dir="auto" data-head="${escapeHtml(heads[index + 1] ?? "")}">${cell}</td>`).join("")}</tr>`;
  return `<table class="rows"><caption>${escapeHtml(caption)}</caption><thead><tr>${heads.map((head) => `<th scope="col">${escapeHtml(head)}</th>`).join("")}</tr></thead><tbody>${rows.map(row).join("")}</tbody></table>`;
};
