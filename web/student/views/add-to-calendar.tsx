import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { page, calendarLink as words } from "../words.ts";
import { Notice } from "./parts.tsx";

/** Few students open it, and then once; so it is a script of its own, which loads when it is opened. */
export const AddToCalendar = () => {
  const [view, setView] = useState<ComponentType | "loading" | "unreachable">("loading");
  const onToggle = (isOpen: boolean): void => {
    if (!isOpen || typeof view === "function") return;
    import("./calendar.tsx").then(
      ({ Calendar }) => setView(() => Calendar),
      () => setView("unreachable"),
    );
  };
  const View = view;
  return (
    <details class="calendar" onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary>{words.title}</summary>
      {typeof View === "function" ? (
        <View />
      ) : View === "unreachable" ? (
        <Notice kind="warn">{page.isUnreachable}</Notice>
      ) : (
        <p class="soft">{page.loading}</p>
      )}
    </details>
  );
};
