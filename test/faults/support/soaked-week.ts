import type { SoakedRegion } from "../../../tools/soak/soaked-region.ts";
import type { Week } from "../../weeks/support/week.ts";

/** A week's region, in this process and never killed, as a soak sees it. */
export const soakedWeek = ({ region, clock }: Week): SoakedRegion => ({
  address: async () => region,
  steadily: (work) => work(region),
  onNews: (listener) =>
    region.engine.onEvent(({ executionArn, type }) => {
      const isOfRun = type.startsWith("Execution") && !executionArn.includes("/");
      listener({ news: isOfRun ? "run" : "events" });
    }),
  get nowMs() {
    return clock.now();
  },
  moveTo: (toMs) => clock.moveTo(toMs),
  advance: (byMs) => {
    if (region.functions.inFlight() === 0) clock.advance(byMs);
  },
  accepted: () => undefined,
});
