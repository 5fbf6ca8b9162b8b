import { timingSafeEqual } from "node:crypto";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { findReminderChoice } from "../../adapters/mail/reminder-choice.ts";
import { updateJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { refused } from "../../course/api/refused.ts";
import { remindersQuerySchema, remindersRequestSchema } from "../../course/api/requests.ts";
import type { StudentId } from "../../course/ids.ts";
import {
  choiceLink,
  type ReminderChoice,
  reminderChoiceSchema,
} from "../../course/notices/reminder-choice.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { courseStore } from "../runtime/course-store.ts";
import { env } from "../runtime/env.ts";
import { type ApiAnswer, ApiError, apiHandler, bodyOf, checked, jsonBody, seeOther } from "./api.ts";

const queryOf = (event: APIGatewayProxyEvent) =>
  checked(remindersQuerySchema, event.queryStringParameters ?? {});

/** Compared with when there is no choice, so that the answer takes equally long. No token has these characters. */
const nobodysToken = "=".repeat(43);

/** @throws ApiError 404 when the token is not the student's, or there is no such student: the answer is the same. */
const choiceOf = async (store: ObjectStore, studentId: StudentId, token: string): Promise<ReminderChoice> => {
  const choice = await findReminderChoice(store, studentId);
  const isRight = timingSafeEqual(Buffer.from(token), Buffer.from(choice?.token ?? nobodysToken));
  if (choice && isRight) return choice;
  throw new ApiError(404, refused("no-such-link", {}));
};

/** A mail program's own button; its body is a form. @see https://www.rfc-editor.org/rfc/rfc8058#section-3.2 */
const isOneClick = (event: APIGatewayProxyEvent): boolean =>
  /(^|&|name=")List-Unsubscribe("\s*|=)One-Click/i.test(bodyOf(event).toString("latin1"));

/**
 * `GET /v1/reminders` shows whether a student wants mails about tests, and changes nothing, because mail scanners open every
 * link. `POST` changes it. The token of the mail's link takes the place of the key.
 */
export const chooseReminders = async (
  event: APIGatewayProxyEvent,
  store: ObjectStore = courseStore(),
): Promise<ApiAnswer> => {
  const { student, token } = queryOf(event);
  const { reminders } = await choiceOf(store, student, token);
  if (event.httpMethod === "GET") return { body: { reminders } };
  const wanted = isOneClick(event) ? ("off" as const) : jsonBody(event, remindersRequestSchema).reminders;
  await updateJson(store, keys.reminderChoice(student), reminderChoiceSchema, (choice) =>
    choice === null || choice.reminders === wanted ? null : { ...choice, reminders: wanted },
  );
  return { body: { reminders: wanted } };
};

const answer = apiHandler(
  (event) => chooseReminders(event),
  undefined,
  (event) => queryOf(event).student,
);

/** A person whose mail program opens the address itself gets the page, which asks; without a page, the choice as it is. */
const isPerson = ({ httpMethod, multiValueHeaders }: APIGatewayProxyEvent): boolean =>
  httpMethod === "GET" &&
  Object.entries(multiValueHeaders ?? {}).some(
    ([name, values = []]) => name.toLowerCase() === "accept" && values.join().includes("text/html"),
  );

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const query = remindersQuerySchema.safeParse(event.queryStringParameters ?? {});
  if (!isPerson(event) || !query.success) return answer(event);
  const { pageUrl } = env.addresses();
  if (pageUrl === null) return answer(event);
  return seeOther(choiceLink(pageUrl, query.data.student, query.data.token));
};
