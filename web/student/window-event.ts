import { useEffect } from "preact/hooks";

/** Listens to the browser's word on its connection. */
export const useWindowEvent = (name: "online" | "offline", onEvent: () => void): void => {
  useEffect(() => {
    window.addEventListener(name, onEvent);
    return () => window.removeEventListener(name, onEvent);
  }, [name, onEvent]);
};
