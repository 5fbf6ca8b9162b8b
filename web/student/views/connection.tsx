import { useCallback, useEffect, useState } from "preact/hooks";
import { page } from "../first-words.ts";
import { useWindowEvent } from "../window-event.ts";
import { Notice } from "./parts.tsx";

/** How long the page says that the connection is back. */
const isBackMs = 10_000;

type Connection = "there" | "lost" | "back";

/** Says when the connection is lost or back. Its element is always in the page, so that screen readers notice a change. */
export const ConnectionNotice = () => {
  const [connection, setConnection] = useState<Connection>(() =>
    navigator.onLine === false ? "lost" : "there",
  );
  useWindowEvent(
    "offline",
    useCallback(() => setConnection("lost"), []),
  );
  useWindowEvent(
    "online",
    useCallback(() => setConnection("back"), []),
  );
  useEffect(() => {
    if (connection !== "back") return;
    const timer = setTimeout(() => setConnection("there"), isBackMs);
    return () => clearTimeout(timer);
  }, [connection]);
  return (
    <div class="connection" role="status">
      {connection === "lost" && <Notice kind="warn">{page.isOffline}</Notice>}
      {connection === "back" && <Notice kind="good">{page.isOnline}</Notice>}
    </div>
  );
};
