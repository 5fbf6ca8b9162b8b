import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { messageOf } from "../../course/unknown-value.ts";
import { ConsoleContext } from "./context.ts";
import type { Changes } from "./live.ts";

export type Loaded<T> =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly message: string }
  /** `problem`: a later load failed, so the data is that of the one before. */
  | { readonly state: "loaded"; readonly data: T; readonly problem?: string };

/** Milliseconds between the end of one load and the start of the next: a busy run changes several times a second. */
const shortPauseMs = 300;

const failed = <T>(before: Loaded<T>, error: unknown): Loaded<T> =>
  before.state === "loaded"
    ? { ...before, problem: messageOf(error) }
    : { state: "failed", message: messageOf(error) };

interface Loading<T> {
  readonly pauseMs: number;
  readonly load: (signal: AbortSignal) => Promise<T>;
  readonly onChange: (change: (before: Loaded<T>) => Loaded<T>) => void;
}

/** Loads now, and again on each call of `again`, one at a time. Calls during a load together cause one more, afterwards. */
const startLoading = <T>({ load, onChange, pauseMs }: Loading<T>): { again(): void; end(): void } => {
  const ending = new AbortController();
  let isInFlight = false;
  let isAskedAgain = false;
  const run = async (): Promise<void> => {
    isInFlight = true;
    isAskedAgain = false;
    try {
      const data = await load(ending.signal);
      if (!ending.signal.aborted) onChange(() => ({ state: "loaded", data }));
    } catch (error) {
      if (!ending.signal.aborted) onChange((before) => failed(before, error));
    }
    if (ending.signal.aborted) return;
    setTimeout(() => {
      isInFlight = false;
      if (isAskedAgain && !ending.signal.aborted) void run();
    }, pauseMs);
  };
  void run();
  return {
    again: () => {
      if (isInFlight) isAskedAgain = true;
      else void run();
    },
    end: () => ending.abort(),
  };
};

/**
 * Data of a view: loaded when the view opens and when `key` changes, and again when a change makes it stale. Until the
 * new data is there, the old data stays visible.
 *
 * @param pauseMs least time between two loads, in milliseconds.
 */
export const useLoad = <T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  isStale: (changes: Changes) => boolean,
  pauseMs = shortPauseMs,
): Loaded<T> => {
  const { live } = useContext(ConsoleContext);
  const [loaded, setLoaded] = useState<{ readonly key: string; readonly value: Loaded<T> }>({
    key,
    value: { state: "loading" },
  });
  // Each rendering makes both of them anew, but what they do depends on the key only.
  const latest = useRef({ load, isStale });
  latest.current = { load, isStale };
  useEffect(() => {
    const onChange = (change: (before: Loaded<T>) => Loaded<T>): void =>
      setLoaded((before) => ({
        key,
        value: change(before.key === key ? before.value : { state: "loading" }),
      }));
    const loading = startLoading({ load: (signal) => latest.current.load(signal), onChange, pauseMs });
    const unsubscribe = live.subscribe((changes) => {
      if (latest.current.isStale(changes)) loading.again();
    });
    return () => {
      unsubscribe();
      loading.end();
    };
  }, [key, live, pauseMs]);
  return loaded.key === key ? loaded.value : { state: "loading" };
};
