import { useEffect, useState } from "preact/hooks";

type Views = typeof import("./views/views.tsx");

/**
 * Everything but the sign-in is a script of its own: the first visit shows the form without waiting for it. Who has begun to
 * sign in loads it meanwhile; the browser loads it once.
 */
export const loadViews = (): Promise<Views> => import("./views/views.tsx");

/** The views, once they are wanted and here. */
export const useViews = (areWanted: boolean): Views | "loading" | "unreachable" => {
  const [views, setViews] = useState<Views | "loading" | "unreachable">("loading");
  useEffect(() => {
    if (!areWanted || typeof views === "object") return;
    loadViews().then(setViews, () => setViews("unreachable"));
  }, [areWanted, views]);
  return views;
};
