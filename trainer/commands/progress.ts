import cliProgress from "cli-progress";

/** How far a long piece of work has come. */
export interface Progress {
  /** Shows `done` of `total`; `detail` follows the numbers. */
  readonly at: (done: number, total: number, detail?: string) => void;
  /** Writes other lines without breaking the bar. */
  readonly aside: (write: () => void) => void;
  /** The work has ended, well or not. */
  readonly end: () => void;
}

export const silentProgress: Progress = {
  at: () => undefined,
  aside: (write) => write(),
  end: () => undefined,
};

/** Work that ends sooner shows no bar. */
const quietMs = 1_000;

const barOptions = { gracefulExit: false, emptyOnZero: true, clearOnComplete: true };

type Format = cliProgress.GenericFormatter;

/**
 * A bar with rate and time left. The rate is that of all the work seen so far, since a run's students come in bursts.
 */
export const progressBar = (what: string, unit: string, stream: NodeJS.WritableStream): Progress => {
  let first: Point | undefined;
  let latest: Latest = { done: 0, atMs: 0, total: 0, payload: { detail: "" } };
  let isDrawn = false;
  const format: Format = (_, { value: done, total, progress }, { detail }: Latest["payload"]) => {
    const { atMs } = latest;
    const numbers = progressNumbers({ done, total, unit, since: first, atMs, nowMs: performance.now() });
    return `${what} ${drawnBar(progress)} ${numbers}${detail === "" ? "" : ` · ${detail}`}`;
  };
  const bar = new cliProgress.SingleBar({ ...barOptions, stream, format });
  const draw = (): void => {
    isDrawn = true;
    bar.start(latest.total, latest.done, { ...latest.payload });
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    at: (done, total, detail = "") => {
      latest = { done, atMs: performance.now(), total, payload: { detail } };
      first ??= latest;
      timer ??= setTimeout(draw, quietMs);
      if (!isDrawn) return;
      bar.setTotal(total);
      bar.update(done, latest.payload);
    },
    // The bar is drawn again below what was written: an old bar would return to the line where it began.
    aside: (write) => {
      if (!isDrawn) return write();
      bar.stop();
      write();
      draw();
    },
    end: () => {
      clearTimeout(timer);
      if (isDrawn) bar.stop();
      isDrawn = false;
    },
  };
};

interface Latest extends Point {
  readonly total: number;
  readonly payload: { readonly detail: string };
}

/** How much was done at a moment of a steady clock, in milliseconds. */
interface Point {
  readonly done: number;
  readonly atMs: number;
}

const barWidth = 24;

const drawnBar = (progress: number): string => {
  const full = Math.round(Math.min(Math.max(progress, 0), 1) * barWidth);
  return `${"█".repeat(full)}${"░".repeat(barWidth - full)}`;
};

interface Numbers extends Point {
  readonly total: number;
  readonly unit: string;
  /** The first report, which the rate is counted from. */
  readonly since: Point | undefined;
  readonly nowMs: number;
}

/** `412 of 1000 students · 41 a second · 14 s left`; the rate is as of the last report, the time left runs on. */
export const progressNumbers = ({ done, total, unit, since, atMs, nowMs }: Numbers): string => {
  const counts = `${done} of ${total} ${unit}`;
  const perMs = since === undefined ? 0 : (done - since.done) / Math.max(atMs - since.atMs, 1);
  if (perMs <= 0) return counts;
  const rate = `${counts} · ${rateText(perMs * 1_000)}`;
  return done >= total ? rate : `${rate} · ${durationText((total - done) / perMs - (nowMs - atMs))} left`;
};

const rateText = (perSecond: number): string =>
  perSecond >= 1
    ? `${Math.round(perSecond)} a second`
    : `${Math.max(1, Math.round(perSecond * 60))} a minute`;

const units = [
  { ms: 86_400_000, name: "d" },
  { ms: 3_600_000, name: "h" },
  { ms: 60_000, name: "min" },
  { ms: 1_000, name: "s" },
] as const;

/** A duration in its two largest units, rounded up to a second: `2 d 11 h`, `3 min 5 s`, `9 s`. */
export const durationText = (ms: number): string => {
  let rest = Math.ceil(Math.max(ms, 0) / 1_000) * 1_000;
  const parts = units.map(({ ms: size, name }) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return { count, name };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  if (first === -1) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ count, name }) => `${count} ${name}`)
    .join(" ");
};
