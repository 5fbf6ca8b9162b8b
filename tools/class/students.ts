import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { TestRef } from "../../course/ids.ts";
import { quote } from "../../course/problems.ts";
import { plainAnswer } from "../../course/questions/answer.ts";
import { type GivenAnswer, receiptSchema } from "../../course/submission.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import { type Ended, runProgram } from "./programs.ts";

/** Where a student's front door is, and the key to it. */
export interface Access {
  readonly api: string;
  readonly studentId: string;
  readonly key: string;
}

const replySchema = z.object({ code: z.number(), body: z.unknown(), receipt: receiptSchema.optional() });

/** Status and JSON of the front door's answer: the payload, or a sentence. */
export type ApiReply = z.output<typeof replySchema> & { readonly status: number };

/** Takes tests with `bin/test-time.sh`, from a home folder of its own. */
export class BashStudent {
  readonly #access: Access;
  readonly #home: string;

  constructor(access: Access, homes: string) {
    this.#access = access;
    this.#home = join(homes, access.studentId);
    mkdirSync(this.#home, { recursive: true });
  }

  /** Types address, key and id, as the client asks for them. */
  configure(): Promise<Ended> {
    const { api, key, studentId } = this.#access;
    return this.#client(["configure"], [api, key, studentId]);
  }

  list(): Promise<Ended> {
    return this.#client(["list"]);
  }

  /** Answers the client's questions one by one, then sends. */
  take({ subject, testId }: TestRef, answers: readonly GivenAnswer[]): Promise<Ended> {
    return this.#client(
      ["take", subject, testId],
      [...answers.map(({ answer }) => plainAnswer(answer)), "send"],
    );
  }

  submit({ subject, testId }: TestRef, answers: readonly GivenAnswer[]): Promise<Ended> {
    const pairs = answers.map(({ questionId, answer }) => `${questionId}=${plainAnswer(answer)}`);
    return this.#client(["submit", subject, testId, ...pairs]);
  }

  #client(args: readonly string[], typed: readonly string[] = []): Promise<Ended> {
    const env = { HOME: this.#home, TZ: "Europe/Warsaw" };
    return runProgram({ program: "bin/test-time.sh", args, env, typed });
  }
}

/** A call of the students' API, ready to be sent: with a body a POST, without one a GET. */
export const apiCallSchema = z.object({ url: z.url(), key: z.string(), body: z.string().optional() });
export type ApiCall = z.output<typeof apiCallSchema>;

/** The call that submits answers; `studentId` may be that of another student. */
export const submissionCall = (
  { api, key, studentId }: Access,
  { subject, testId }: TestRef,
  answers: readonly GivenAnswer[],
): ApiCall => ({
  url: `${api}/api/v1/test`,
  key,
  body: JSON.stringify({ subjectName: subject, testId, studentId, testResult: answers }),
});

/** Longer than any answer takes. */
const timeoutMs = 60_000;

/** An answer that does not have the form of the API's. */
export class UnknownReply extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(`The API answered ${status} with ${quote(text)}.`);
    this.name = "UnknownReply";
    this.status = status;
  }
}

/** Over plain HTTP. @throws UnknownReply @throws {Error} when no answer comes. */
export const callApi = async ({ url, key, body }: ApiCall): Promise<ApiReply> => {
  const answer = await fetch(url, {
    headers: { "x-api-key": key, "content-type": "application/json" },
    ...(body !== undefined && { method: "POST", body }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await answer.text();
  const reply = replySchema.safeParse(jsonOrUndefined(text));
  if (!reply.success) throw new UnknownReply(answer.status, text);
  return { ...reply.data, status: answer.status };
};

export const submitOverHttp = (
  access: Access,
  test: TestRef,
  answers: readonly GivenAnswer[],
): Promise<ApiReply> => callApi(submissionCall(access, test, answers));
