import { useState } from "preact/hooks";
import type { AnalysisView } from "../../course/statistics/analysis-view.ts";
import { bookPauseMs, readAnalysis } from "./course-views.ts";
import { type Loaded, useLoad } from "./use-load.ts";

/** What the answers of a test say. Of a large class the grades come in several calls, and the view shows those that are there. */
export const useAnalysis = (subject: string, testId: string): Loaded<AnalysisView> => {
  const [begun, setBegun] = useState<AnalysisView | null>(null);
  const loaded = useLoad(
    `analysis ${subject}/${testId}`,
    async (signal) => {
      for (;;) {
        const view = await readAnalysis(subject, testId, { signal });
        setBegun(view);
        if (view.read >= view.of) return view;
      }
    },
    (changes) => changes.isEverything || changes.hasNewObjects,
    bookPauseMs,
  );
  return loaded.state === "loading" && begun !== null ? { state: "loaded", data: begun } : loaded;
};
