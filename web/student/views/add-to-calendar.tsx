import { useState } from "preact/hooks";
import { calendarLink as words } from "../words.ts";
import { Calendar } from "./calendar.tsx";

/** The server is asked for the address when it is opened, which few students do, and then once. */
export const AddToCalendar = () => {
  const [hasOpened, setHasOpened] = useState(false);
  return (
    <details class="calendar" onToggle={(event) => setHasOpened(hasOpened || event.currentTarget.open)}>
      <summary>{words.title}</summary>
      {hasOpened && <Calendar />}
    </details>
  );
};
