import { useState } from "preact/hooks";
import { bookPauseMs } from "./course-views.ts";
import { type Loaded, useLoad } from "./use-load.ts";

/** A view that is made of so much stored data that it comes in several calls: so far of `read`, of `of`. */
interface Begun {
  readonly read: number;
  readonly of: number;
}

/** Calls until all is read, and shows meanwhile what is there. */
export const useReadOn = <T extends Begun>(
  key: string,
  read: (signal: AbortSignal) => Promise<T>,
): Loaded<T> => {
  const [begun, setBegun] = useState<T | null>(null);
  const loaded = useLoad(
    key,
    async (signal) => {
      for (;;) {
        const view = await read(signal);
        if (view.read >= view.of || signal.aborted) return view;
        setBegun(view);
      }
    },
    (changes) => changes.isEverything || changes.hasNewObjects,
    bookPauseMs,
  );
  return loaded.state === "loading" && begun !== null ? { state: "loaded", data: begun } : loaded;
};
