import * as z from "zod";
import { api } from "../words/en.ts";
import {
  appealAnswerSchema,
  calendarAnswerSchema,
  listTestsAnswerSchema,
  refusalSchema,
  remindersAnswerSchema,
  showScoreAnswerSchema,
  showTestAnswerSchema,
  submitTestAnswerSchema,
} from "./answers.ts";
import { wordsFor } from "./code-words.ts";
import {
  appealRequestSchema,
  listTestsRequestSchema,
  remindersQuerySchema,
  remindersRequestSchema,
  showScoreRequestSchema,
  showTestRequestSchema,
  submitTestRequestSchema,
} from "./requests.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** JSON Schema 2020-12, as OpenAPI 3.1 uses it. It allows further fields, because answers may get new ones. */
const schemaOf = (schema: z.ZodType): JsonObject => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: "input", target: "draft-2020-12" });
  return json;
};

const named = (name: string): JsonObject => ({
  content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } },
});

type Code = keyof typeof api.codes;

/** What a code means for one call; left out: what it means for every call. */
type Meanings = Partial<Readonly<Record<Code, string>>>;

const refusals = (codes: readonly Code[], meanings: Meanings): JsonObject =>
  Object.fromEntries([
    ...codes.map((code) => [
      code,
      { description: meanings[code] ?? wordsFor(code, api), ...named("Refusal") },
    ]),
    ["5XX", { description: "The server has a problem of its own.", ...named("Refusal") }],
  ]);

const posted = (schema: string): JsonObject => ({ requestBody: { required: true, ...named(schema) } });

const query = ({ shape }: typeof showTestRequestSchema | typeof remindersQuerySchema): JsonObject => ({
  parameters: Object.entries(shape).map(([name, schema]) => ({
    name,
    in: "query",
    required: true,
    schema: schemaOf(schema),
  })),
});

const answered = (
  description: string,
  schema: string,
  codes: readonly Code[],
  meanings: Meanings = {},
): JsonObject => ({
  responses: { 200: { description, ...named(schema) }, ...refusals(codes, meanings) },
});

const withoutKey = "Needs no key: the token comes from a link in a mail, and is good for this only.";

const keyScheme = {
  type: "apiKey",
  in: "header",
  name: "x-api-key",
  description:
    "`<studentId>.<secret>`, from the trainer's invitation. `studentId` in a body must be the key's.",
} as const;

/**
 * OpenAPI 3.1 description of the students' API, version 1, made from the schemas that its functions check requests with. It
 * is served beside the students' page; its server is the page's own origin.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
export const openApi: JsonObject = {
  openapi: "3.1.0",
  info: {
    title: "Test Time, the students' API",
    version: "1",
    description:
      "Every answer, errors too, is JSON with `code`, the HTTP status, and `body`, the payload or a sentence for people. JSON is taken under any content type.",
    license: { name: "MIT", identifier: "MIT" },
  },
  servers: [{ url: "/api", description: "The stage, at the page's own origin or at the ApiUrl." }],
  security: [{ key: [] }],
  paths: {
    "/v1/tests": {
      post: {
        operationId: "listTests",
        summary: "What the student can take now; when asked for, receipts, and what is closed or graded",
        ...posted("ListTestsRequest"),
        ...answered("Open tests in deadline order.", "ListTestsAnswer", [400, 401, 403, 404, 413, 429]),
      },
    },
    "/v1/test": {
      get: {
        operationId: "showTest",
        summary: "The questions of an open test",
        ...query(showTestRequestSchema),
        ...answered("The questions.", "ShowTestAnswer", [400, 401, 403, 404, 410, 429]),
      },
      post: {
        operationId: "submitTest",
        summary: "Send answers; the latest in time count",
        description:
          "A question left out is wrong, never an error. The same answers again are the same attempt, with the same receipt, so sending again is safe.",
        ...posted("SubmitTestRequest"),
        ...answered("Received; the receipt proves it.", "SubmitTestAnswer", [
          ...([400, 401, 403, 404] as const),
          ...([409, 410, 413, 429] as const),
        ]),
      },
    },
    "/v1/score": {
      get: {
        operationId: "showScore",
        summary: "What became of one test, question by question as far as that is released",
        ...query(showScoreRequestSchema),
        ...answered("The result.", "ShowScoreAnswer", [400, 401, 403, 404, 429]),
      },
    },
    "/v1/appeals": {
      post: {
        operationId: "appealQuestion",
        summary: "Say what is wrong with a question of a graded test",
        description:
          "One appeal for each question whose mark is shown; another text replaces the earlier one until the trainer has answered, which is a 409. The same text again changes nothing, so sending again is safe. `GET /v1/score` has the answer.",
        ...posted("AppealRequest"),
        ...answered("The appeal as it stands.", "AppealAnswer", [400, 401, 403, 404, 409, 413, 429], {
          404: "You see no such question with its mark.",
          409: "The trainer has answered this appeal already.",
        }),
      },
    },
    "/v1/calendar": {
      get: {
        operationId: "showCalendarState",
        summary: "Whether there is an address for calendar programs",
        ...answered("On, or off.", "CalendarAnswer", [401, 403, 429]),
      },
      post: {
        operationId: "makeCalendar",
        summary: "Make an address for calendar programs; the one before ends",
        description: "The address is answered once, and stored nowhere.",
        ...answered("The new address.", "CalendarAnswer", [401, 403, 429]),
      },
      delete: {
        operationId: "endCalendar",
        summary: "End the address for calendar programs",
        ...answered("There is none any more.", "CalendarAnswer", [401, 403, 429]),
      },
    },
    "/v1/calendar/{studentId}/{secret}": {
      get: {
        operationId: "readCalendar",
        summary: "The student's deadlines, for calendar programs",
        description:
          "iCalendar (RFC 5545). No answers, no scores, no name of a test that is not open yet. Needs no key: the address holds a secret that is good for this only.",
        security: [],
        parameters: ["studentId", "secret"].map((name) => ({
          ...{ name, in: "path", required: true, schema: { type: "string" } },
        })),
        responses: {
          200: { description: "The calendar.", content: { "text/calendar": { schema: { type: "string" } } } },
          ...refusals([404, 429], { 404: "The address is not valid, or not any more." }),
        },
      },
    },
    "/v1/reminders": {
      get: {
        operationId: "showReminders",
        summary: "Whether the student wants mails about tests",
        description: `Only where the course sends such mails. ${withoutKey}`,
        security: [],
        ...query(remindersQuerySchema),
        ...answered("The student's choice.", "RemindersAnswer", [400, 404, 429]),
      },
      post: {
        operationId: "chooseReminders",
        summary: "Turn mails about tests off or on",
        description: `A mail program may post \`List-Unsubscribe=One-Click\` (RFC 8058), which turns them off. ${withoutKey}`,
        security: [],
        ...query(remindersQuerySchema),
        ...posted("RemindersRequest"),
        ...answered("The new choice.", "RemindersAnswer", [400, 404, 413, 429]),
      },
    },
  },
  components: {
    securitySchemes: { key: keyScheme },
    schemas: {
      ListTestsRequest: schemaOf(listTestsRequestSchema),
      SubmitTestRequest: schemaOf(submitTestRequestSchema),
      ListTestsAnswer: schemaOf(listTestsAnswerSchema),
      ShowTestAnswer: schemaOf(showTestAnswerSchema),
      ShowScoreAnswer: schemaOf(showScoreAnswerSchema),
      SubmitTestAnswer: schemaOf(submitTestAnswerSchema),
      AppealRequest: schemaOf(appealRequestSchema),
      AppealAnswer: schemaOf(appealAnswerSchema),
      CalendarAnswer: schemaOf(calendarAnswerSchema),
      RemindersRequest: schemaOf(remindersRequestSchema),
      RemindersAnswer: schemaOf(remindersAnswerSchema),
      Refusal: schemaOf(refusalSchema),
    },
  },
};
