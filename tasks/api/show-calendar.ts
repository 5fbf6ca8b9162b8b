import { createHash } from "node:crypto";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { readSettings } from "../../adapters/course-reader.ts";
import { findDated, findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { refused } from "../../course/api/refused.ts";
import { calendarEvents, calendarSchema, laterOf } from "../../course/deadlines/calendar.ts";
import { type StudentId, studentIdSchema } from "../../course/ids.ts";
import type { Addresses } from "../../course/page-links.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { profileSchema } from "../../course/student.ts";
import { testIndexSchema } from "../../course/test.ts";
import { wordsOf } from "../../course/words/words.ts";
import { courseStore } from "../runtime/course-store.ts";
import { env } from "../runtime/env.ts";
import { ApiError, apiHandler, receivedAt, TextAnswer } from "./api.ts";
import { icsText } from "./ics.ts";
import { isSecret } from "./secret.ts";

const noSuchCalendar = (): ApiError => new ApiError(404, refused("no-such-calendar", {}));

/** @throws ApiError 404 for what can't be a student's id, as for a student who is not there. */
const studentIn = ({ pathParameters }: APIGatewayProxyEvent): StudentId => {
  const id = studentIdSchema.safeParse(pathParameters?.studentId);
  if (id.success) return id.data;
  throw noSuchCalendar();
};

/**
 * `GET /v1/calendar/{studentId}/{secret}`: the student's deadlines for calendar programs, which have no key. It holds no
 * questions, answers or scores.
 *
 * @throws ApiError 404, the same for a wrong or revoked secret, an unknown student and one who left the list.
 */
export const showCalendar = async (
  event: APIGatewayProxyEvent,
  store: ObjectStore = courseStore(),
  addresses: () => Addresses = env.addresses,
): Promise<TextAnswer> => {
  const studentId = studentIn(event);
  const [calendar, profile] = await Promise.all([
    findJson(store, keys.calendar(studentId), calendarSchema),
    findDated(store, keys.profile(studentId), profileSchema),
  ]);
  const isRight = isSecret(event.pathParameters?.secret ?? "", calendar?.sha256);
  if (!isRight || !profile?.value.onList) throw noSuchCalendar();
  const [course, tests] = await Promise.all([
    readSettings(store),
    findDated(store, keys.tests, testIndexSchema),
  ]);
  const { pageUrl, apiUrl } = addresses();
  const events = calendarEvents(tests?.value ?? [], profile.value, {
    ...{ course, pageUrl, now: receivedAt(event) },
    publishedAt: laterOf([tests?.modifiedAt, profile.modifiedAt]),
  });
  const uidOf = (id: string): string =>
    `${createHash("sha256").update([apiUrl, studentId, id].join("\n")).digest("hex").slice(0, 32)}@test-time`;
  const { calendar: words } = wordsOf(course);
  const text = icsText(
    { name: words.name(course.title), url: pageUrl },
    events.map((event) => ({ ...event, uid: uidOf(event.id) })),
  );
  return new TextAnswer("text/calendar; charset=utf-8", text);
};

export const handler = apiHandler((event) => showCalendar(event), undefined, studentIn);
