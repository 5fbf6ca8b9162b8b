import type { APIGatewayProxyEvent } from "aws-lambda";
import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import type { CalendarAnswer } from "../../course/api/answers.ts";
import { type Calendar, calendarAddress, calendarSchema } from "../../course/deadlines/calendar.ts";
import type { StudentId } from "../../course/ids.ts";
import type { Addresses } from "../../course/page-links.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { courseStore } from "../runtime/course-store.ts";
import { env } from "../runtime/env.ts";
import { type ApiAnswer, apiHandler, callerOf, receivedAt } from "./api.ts";
import { listedProfile } from "./listed-profile.ts";
import { newSecret } from "./secret.ts";

/**
 * The address of the student's calendar. `GET` says whether there is one. `POST` makes one, and the one before ends; it is
 * answered once and stored nowhere. `DELETE` ends it.
 */
export const changeCalendar = async (
  event: APIGatewayProxyEvent,
  store: ObjectStore = courseStore(),
  addresses: () => Addresses = env.addresses,
): Promise<ApiAnswer & { readonly body: CalendarAnswer["body"] }> => {
  const { studentId } = await listedProfile(store, callerOf(event));
  const madeAt = receivedAt(event);
  switch (event.httpMethod) {
    case "POST": {
      const { secret, sha256 } = newSecret();
      await keep(store, studentId, { sha256, madeAt });
      return {
        body: { calendar: "on", madeAt, address: calendarAddress(addresses().apiUrl, studentId, secret) },
      };
    }
    case "DELETE":
      await keep(store, studentId, { sha256: null, madeAt });
      return { body: { calendar: "off" } };
    default: {
      const found = await findJson(store, keys.calendar(studentId), calendarSchema);
      return { body: found?.sha256 ? { calendar: "on", madeAt: found.madeAt } : { calendar: "off" } };
    }
  }
};

const keep = (store: ObjectStore, studentId: StudentId, calendar: Calendar): Promise<void> =>
  store.put(keys.calendar(studentId), JSON.stringify(calendar));

export const handler = apiHandler((event) => changeCalendar(event));
