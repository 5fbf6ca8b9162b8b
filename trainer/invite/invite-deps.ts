import { setTimeout as sleep } from "node:timers/promises";
import { readSettings } from "../../adapters/course-reader.ts";
import type { Mailer } from "../../adapters/mail/mailer.ts";
import { Pacer } from "../../adapters/mail/pacer.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import type { CourseStack } from "../aws/course-stack.ts";
import type { InviteDeps } from "./invite-student.ts";

interface InvitePlace {
  readonly bucket: CourseBucket;
  readonly mailer: Mailer;
  readonly stack: Pick<CourseStack, "page" | "apiUrl">;
}

/** What inviting needs. @throws TrainerError when the course is not published. */
export const inviteDepsOf = async (
  { bucket, mailer, stack }: InvitePlace,
  note: (line: string) => void,
): Promise<InviteDeps> => {
  const settings = await readSettings(bucket);
  const pacer = new Pacer(settings.mailsPerSecond);
  const wait = oncePerCommand(() => note(waiting), sleep);
  const pageUrl = stack.page?.url ?? null;
  return { store: bucket, mailer, pacer, settings, pageUrl, apiUrl: stack.apiUrl, wait };
};

const waiting =
  "Waiting for at most a minute: another command may be mailing keys, or was cut short while it did.";

/** `sleep` that calls `say` the first time. */
const oncePerCommand = (say: () => void, sleep: (ms: number) => Promise<unknown>) => {
  let isSaid = false;
  return (ms: number): Promise<unknown> => {
    if (!isSaid) say();
    isSaid = true;
    return sleep(ms);
  };
};
