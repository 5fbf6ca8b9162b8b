import {
  ICalAlarmType,
  ICalCalendar,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventTransparency,
} from "ical-generator";
import type { CalendarEvent } from "../../course/deadlines/calendar.ts";

/** How often a program asks again, unless it decides by itself; deadlines seldom change. */
const hoursBetweenReads = 6;

const alarmSecondsBefore = 86_400;

/**
 * A calendar as text (RFC 5545): events without length, in UTC, some with an alarm a day before. The same input
 * gives the same text.
 */
export const icsText = (
  { name, url }: { readonly name: string; readonly url: string | null },
  events: readonly (CalendarEvent & { readonly uid: string })[],
): string => {
  const calendar = new ICalCalendar({
    ...{
      name,
      ...(url !== null && { url }),
      method: ICalCalendarMethod.PUBLISH,
      ttl: hoursBetweenReads * 3600,
    },
    prodId: { company: "Test Time", product: "Tests" },
  });
  for (const { uid, at, title, text, link, hasAlarm, changedAt, sequence } of events) {
    calendar.createEvent({
      ...{
        id: uid,
        start: new Date(at),
        summary: title,
        description: text,
        sequence,
        ...(link !== null && { url: link }),
      },
      ...{ stamp: new Date(changedAt), lastModified: new Date(changedAt) },
      busystatus: ICalEventBusyStatus.FREE,
      transparency: ICalEventTransparency.TRANSPARENT,
      alarms: hasAlarm
        ? [{ type: ICalAlarmType.display, trigger: alarmSecondsBefore, description: title }]
        : [],
    });
  }
  // RFC 5545 ends each line, the last one too.
  return `${calendar.toString()}\r\n`;
};
