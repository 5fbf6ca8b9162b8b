import { useContext, useEffect, useState } from "preact/hooks";
import { NowContext } from "../context.ts";
import { duration } from "../format.ts";

/** The services' time, moved on each second between their messages; milliseconds since 1970. */
const useTickingNow = (): number => {
  const said = useContext(NowContext);
  const [sinceMs, setSinceMs] = useState(0);
  useEffect(() => {
    const from = performance.now();
    setSinceMs(0);
    const timer = setInterval(() => setSinceMs(performance.now() - from), 1000);
    return () => clearInterval(timer);
  }, [said]);
  return said + sinceMs;
};

/** How many seconds are left. @param until ISO 8601. */
export const Countdown = ({ until }: { readonly until: string }) => {
  const leftMs = Math.max(0, Date.parse(until) - useTickingNow());
  // Whole seconds; from two minutes on in larger units.
  const left = leftMs < 120_000 ? `${Math.ceil(leftMs / 1000)} s` : duration(Math.ceil(leftMs / 1000) * 1000);
  return <span role="timer">{left}</span>;
};
