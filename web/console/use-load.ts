import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { messageOf } from "../../course/unknown-value.ts";
import { ConsoleContext } from "./context.ts";
import type { Changes } from "./live.ts";

export type Loaded<T> =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly message: string }
  /** `problem`: the data is as it was before asking again failed. */
  | { readonly state: "loaded"; readonly data: T; readonly problem?: string };

/** Between the end of one asking and the next, in milliseconds: a busy run changes several times a second. */
const pauseMs = 300;

const failed = <T>(before: Loaded<T>, error: unknown): Loaded<T> =>
  before.state === "loaded"
    ? { ...before, problem: messageOf(error) }
    : { state: "failed", message: messageOf(error) };

interface Loading<T> {
  readonly load: (signal: AbortSignal) => Promise<T>;
  readonly tell: (change: (before: Loaded<T>) => Loaded<T>) => void;
}

/** Loads now and whenever asked again, one at a time; what is asked for meanwhile is asked once, afterwards. */
const startLoading = <T>({ load, tell }: Loading<T>): { again(): void; end(): void } => {
  const ending = new AbortController();
  let isUnderWay = false;
  let isAskedAgain = false;
  const run = async (): Promise<void> => {
    isUnderWay = true;
    isAskedAgain = false;
    try {
      const data = await load(ending.signal);
      if (!ending.signal.aborted) tell(() => ({ state: "loaded", data }));
    } catch (error) {
      if (!ending.signal.aborted) tell((before) => failed(before, error));
    }
    if (ending.signal.aborted) return;
    setTimeout(() => {
      isUnderWay = false;
      if (isAskedAgain && !ending.signal.aborted) void run();
    }, pauseMs);
  };
  void run();
  return {
    again: () => {
      if (isUnderWay) isAskedAgain = true;
      else void run();
    },
    end: () => ending.abort(),
  };
};

/**
 * Data of a view: loaded when the view opens and when `key` changes, and again when a change makes it stale; what was
 * there before stays in sight meanwhile.
 */
export const useLoad = <T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  isStale: (changes: Changes) => boolean,
): Loaded<T> => {
  const { live } = useContext(ConsoleContext);
  const [loaded, setLoaded] = useState<{ readonly key: string; readonly value: Loaded<T> }>({
    key,
    value: { state: "loading" },
  });
  // Both are made anew with each rendering; what they do depends on the key only.
  const latest = useRef({ load, isStale });
  latest.current = { load, isStale };
  useEffect(() => {
    const tell = (change: (before: Loaded<T>) => Loaded<T>): void =>
      setLoaded((before) => ({
        key,
        value: change(before.key === key ? before.value : { state: "loading" }),
      }));
    const loading = startLoading({ load: (signal) => latest.current.load(signal), tell });
    const unsubscribe = live.subscribe((changes) => {
      if (latest.current.isStale(changes)) loading.again();
    });
    return () => {
      unsubscribe();
      loading.end();
    };
  }, [key, live]);
  return loaded.key === key ? loaded.value : { state: "loading" };
};
