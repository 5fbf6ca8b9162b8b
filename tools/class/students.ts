import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { TestRef } from "../../course/ids.ts";
import type { CourseTest } from "../../trainer/course-folder/course.ts";
import type { GivenAnswer } from "../demo/answers.ts";
import { type Ended, runProgram } from "../demo/programs.ts";

/** Where a student's front door is, and the key to it. */
export interface Access {
  readonly api: string;
  readonly studentId: string;
  readonly key: string;
}

export interface ApiReply {
  readonly code: number;
  /** The payload, or a sentence. */
  readonly body: unknown;
}

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
    return this.#client(["take", subject, testId], [...answers.map(({ answer }) => answer), "send"]);
  }

  submit({ subject, testId }: TestRef, answers: readonly GivenAnswer[]): Promise<Ended> {
    const pairs = answers.map(({ questionId, answer }) => `${questionId}=${answer}`);
    return this.#client(["submit", subject, testId, ...pairs]);
  }

  #client(args: readonly string[], typed: readonly string[] = []): Promise<Ended> {
    const env = { HOME: this.#home, TZ: "Europe/Warsaw" };
    return runProgram({ program: "bin/test-time.sh", args, env, typed });
  }
}

const replySchema = z.object({ code: z.number(), body: z.unknown() });

const timeoutMs = 30_000;

/** Submits over plain HTTP; `studentId` may claim to be somebody else. */
export const submitOverHttp = async (
  { api, key, studentId }: Access,
  { subject, testId }: Pick<CourseTest, "subject" | "testId">,
  answers: readonly GivenAnswer[],
): Promise<ApiReply> => {
  const answer = await fetch(`${api}/api/v1/test`, {
    method: "POST",
    headers: { "x-api-key": key },
    body: JSON.stringify({ subjectName: subject, testId, studentId, testResult: answers }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const { code, body } = replySchema.parse(await answer.json());
  return { code, body };
};
