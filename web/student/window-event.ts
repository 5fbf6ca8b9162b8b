import { useEffect } from "preact/hooks";

/** Listens to what the browser says about its connection. */
export const useWindowEvent = (name: "online" | "offline", onEvent: () => void): void => {
  useEffect(() => {
    window.addEventListener(name, onEvent);
    return () => window.removeEventListener(name, onEvent);
  }, [name, onEvent]);
};
