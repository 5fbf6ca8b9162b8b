import { useContext, useState } from "preact/hooks";
import { ConsoleContext } from "../context.ts";
import { timeOfDay } from "../format.ts";
import { statesOfEvents } from "../run-progress.ts";
import { shownJson } from "../shown-json.ts";
import { detailsOf } from "../state-executions.ts";
import type { HistoryEvent } from "../states.ts";

const step = 200;

/** What Step Functions recorded of an execution, the first one first. */
export const Events = ({ events }: { readonly events: readonly HistoryEvent[] }) => {
  const { timeZone } = useContext(ConsoleContext);
  const [most, setMost] = useState(step);
  const states = statesOfEvents(events);
  return (
    <>
      <ol class="events">
        {events.slice(0, most).map((event) => {
          const details = detailsOf(event);
          return (
            <li key={event.id}>
              <span class="when">{timeOfDay(event.timestamp * 1000, timeZone)}</span>
              <span class="what">
                <strong>{event.type}</strong> <span class="soft">{states.get(event.id)}</span>
                {details !== undefined && (
                  <details>
                    <summary>
                      Details <span class="visually-hidden">of event {event.id}</span>
                    </summary>
                    <pre>{shownJson(details)}</pre>
                  </details>
                )}
              </span>
            </li>
          );
        })}
      </ol>
      {events.length > most && (
        <button class="button" type="button" onClick={() => setMost(most + step)}>
          Show more of {events.length} events
        </button>
      )}
    </>
  );
};
