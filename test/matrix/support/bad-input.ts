import type { RawRequest } from "local-region/testing";
import { openRef, overRef, sealedRef, words } from "./guarded-class.ts";

/** What a student sends with the right key, the code it gets, and words of the sentence. */
export type BadInput = readonly [what: string, request: RawRequest, code: number, sentence: string];

const json = (path: string, body: unknown): RawRequest => ({ path, body: JSON.stringify(body) });
const submit = (changes: object): RawRequest =>
  json("/v1/test", { ...openRef, studentId: "ann", testResult: [], ...changes });
const show = (query: string): RawRequest => ({ method: "GET", path: `/v1/test?${query}` });
const answers = (...testResult: unknown[]): RawRequest => submit({ testResult });

const noJson: readonly (readonly [what: string, body: string | Uint8Array, sentence: string])[] = [
  ["no body", "", "The body is missing"],
  ["a body that is broken off", '{"studentId": "ann"', "The body is not JSON"],
  ["a body of no known encoding", Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), "The body is not JSON"],
  ["null", "null", "must be an object"],
  ["a list", "[]", "must be an object"],
  ["a text", '"ann"', "must be an object"],
  ["a number", "1e999", "must be an object"],
  ["a form", "studentId=ann", "The body is not JSON"],
];

export const noJsonInputs: readonly BadInput[] = ["/v1/tests", "/v1/test"].flatMap((path) =>
  noJson.map(([what, body, sentence]): BadInput => [`${what} to ${path}`, { path, body }, 400, sentence]),
);

/** Names that would be another place, or look like one, if they were taken as they are. */
const tricks: readonly string[] = [
  "../ann",
  "..",
  "a/../../course",
  "%2e%2e%2f",
  "linux%2fweek1",
  "linux/week1",
  "a\\b",
  "a\u0000b",
  "linux\n",
  " linux",
  "\u202elinux",
  "łódź",
  "a".repeat(65),
  "",
  "*",
  "s3://bucket",
];

const asName = "(is missing|is empty|may hold|is longer|must be)";

export const trickyNames: readonly BadInput[] = tricks.flatMap((name): BadInput[] => {
  const shown = JSON.stringify(name.slice(0, 20));
  const encoded = encodeURIComponent(name);
  return [
    [`studentId ${shown}`, json("/v1/tests", { studentId: name }), 400, `studentId.* ${asName}`],
    [`subjectName ${shown}`, submit({ subjectName: name }), 400, `subjectName.* ${asName}`],
    [`testId ${shown} to submit`, submit({ testId: name }), 400, `testId.* ${asName}`],
    [`testId ${shown} to show`, show(`subjectName=linux&testId=${encoded}`), 400, `testId.* ${asName}`],
    [
      `an answer to question ${shown}`,
      answers({ questionId: name, answer: words.wrongAnswer }),
      400,
      `questionId.* ${asName}`,
    ],
  ];
});

const all = "(?=.*subjectName)(?=.*testId)(?=.*studentId)(?=.*testResult)";

export const wrongInputs: readonly BadInput[] = [
  ["nothing of what a submission needs", json("/v1/test", {}), 400, all],
  [
    "everything of a wrong type",
    json("/v1/test", { subjectName: 5, testId: [], studentId: {}, testResult: "x" }),
    400,
    all,
  ],
  ["nothing of what showing needs", show(""), 400, "(?=.*subjectName)(?=.*testId)"],
  ["half of what showing needs", show("subjectName=linux"), 400, "testId"],
  [
    "members of objects' prototypes",
    { path: "/v1/test", body: '{"__proto__":{"studentId":"ann"}}' },
    400,
    all,
  ],
  ["an entry that is no object", answers(null), 400, "testResult"],
  ["an entry without a question", answers({ answer: words.wrongAnswer }), 400, "questionId"],
  ["an answer that is an object", answers({ questionId: "q1", answer: { a: 1 } }), 400, "answer"],
  [
    "an unknown question",
    answers({ questionId: "q9", answer: words.wrongAnswer }),
    400,
    'This test has no question "q9"',
  ],
  [
    "an answer that is not offered",
    answers({ questionId: "q1", answer: "yak-1" }),
    400,
    'Question "q1" offers .*, not "yak-1"',
  ],
  [
    "two answers to a question",
    answers({ questionId: "q1", answer: words.wrongAnswer }, { questionId: "q1", answer: words.rightAnswer }),
    400,
    "more than once",
  ],
  ["an unknown subject to submit", submit({ subjectName: "cooking" }), 404, "no test week1 in the subject"],
  ["an unknown subject to show", show("subjectName=cooking&testId=week1"), 404, "no test week1"],
  [
    "an unknown subject to list",
    json("/v1/tests", { studentId: "ann", subjectName: "cooking" }),
    404,
    "no subject",
  ],
  ["an unknown test to submit", submit({ testId: "week9" }), 404, "no test week9"],
  ["an unknown test to show", show("subjectName=linux&testId=week9"), 404, "no test week9"],
  ["a test named as a member of objects", submit({ testId: "constructor" }), 404, "no test constructor"],
  ["parameters named as members of objects", show("constructor=1&__proto__=2&toString=3"), 400, "testId"],
  ["a test that opens later, to submit", submit(sealedRef), 404, "There is no test sealed"],
  [
    "a test that opens later, to show",
    show("subjectName=linux&testId=sealed"),
    404,
    "There is no test sealed",
  ],
  ["a test that is over, to submit", submit(overRef), 410, "deadline .* has passed"],
  ["a test that is over, to show", show("subjectName=linux&testId=over"), 410, "deadline .* has passed"],
  ["an unknown student", submit({ studentId: "nobody" }), 403, "This key is not nobody's"],
  ["a body of 1 MB", submit({ padding: "x".repeat(1024 * 1024) }), 413, "at most 262144 are taken"],
  ["a body of 11 MB", submit({ padding: "x".repeat(11 * 1024 * 1024) }), 413, "too large"],
];

/** Ways around the routes. */
export const trickyPaths: readonly string[] = [
  "",
  "/",
  "/v1",
  "/v1/",
  "/v1/test/",
  "//v1/test",
  "/v1//test",
  "/v1/test/answer-key",
  "/v1/test/../tests",
  "/v1/%2e%2e/v1/tests",
  "/v1%2ftests",
  "/v1/tests%00",
  "/v1/tests%0d%0ax-api-key:%20ann",
  "/v1/%",
  "/v1/tests;a=b",
  "/V1/TESTS",
  "/v2/tests",
  "/course/tests/linux/week1/answer-key.json",
  "/../course/settings.json",
  "/students/bob/profile.json",
  "/.env",
];
