import { readFileSync } from "node:fs";
import { Command } from "commander";
import { testPath } from "../../course/ids.ts";
import { describeIssues } from "../../course/problems.ts";
import { messageOf } from "../../course/unknown-value.ts";
import {
  type ClaimedReceipt,
  claimedReceipt,
  type ReceiptOptions,
  receiptOptionsSchema,
} from "../receipt/claimed-receipt.ts";
import { type StoredAttempt, type Verdict, verifyReceipt } from "../receipt/verify-receipt.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export const verifyReceiptCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("verify-receipt"))
    .description("compare a student's receipt with the stored submission")
    .argument("[file]", 'the receipt as the API or a student\'s client gave it; "-": from standard input')
    .option("--student <id>", "the student, if the file does not say")
    .option("--subject <name>", "the test's subject")
    .option("--test <id>", "the test")
    .option("--submission <id>", "the submission's id")
    .option("--sha256 <hash>", "the hash on the receipt")
    .action((file: string | undefined, _: unknown, command: Command) => verify(file, command, terminal));

const verify = async (file: string | undefined, command: Command, terminal: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const claim = claimedReceipt(receiptOptions(command), await readReceipt(file, terminal));
  await withSession(common, async ({ bucket, stack }) => {
    const verdict = await verifyReceipt(bucket, claim);
    const lines = common.json ? [JSON.stringify(verdict)] : verdictLines(verdict, claim, stack.bucketName);
    for (const line of lines) terminal.out(line);
    if (!verdict.isTrue) throw new TrainerError(`The receipt is NOT true. ${verdict.problems.join(" ")}`);
  });
};

const receiptOptions = (command: Command): ReceiptOptions => {
  const given = command.opts();
  const options = receiptOptionsSchema.safeParse(given);
  if (options.success) return options.data;
  throw new UsageError(`An option can't be used: ${describeIssues(options.error, given)}`);
};

const readReceipt = async (file: string | undefined, terminal: Terminal) => {
  if (file === undefined) return undefined;
  if (file === "-") return { text: await terminal.input(), place: "The standard input" };
  try {
    return { text: readFileSync(file, "utf8"), place: file };
  } catch (error) {
    throw new TrainerError(`${file} can't be read: ${messageOf(error)}`);
  }
};

const verdictLines = (verdict: Verdict, claim: ClaimedReceipt, bucketName: string): string[] => {
  if (!verdict.isTrue) {
    return verdict.stored.length === 0
      ? [
          `Nothing is stored about ${claim.studentId}${claim.testId === undefined ? "" : ` for ${claim.testId}`}.`,
        ]
      : ["Stored:", ...verdict.stored.map(attemptLine)];
  }
  const { stored, deadline } = verdict;
  return [
    "The receipt is true.",
    `student     ${claim.studentId}`,
    `test        ${testPath(stored)}`,
    `received    ${stored.receivedAt}`,
    `deadline    ${deadlineText(deadline, claim)}`,
    `submission  ${stored.submissionId}`,
    `sha256      ${stored.sha256}`,
    `object      s3://${bucketName}/${stored.key}`,
  ];
};

const attemptLine = ({ receivedAt, submissionId, sha256, ...test }: StoredAttempt): string =>
  `  ${testPath(test)}  received ${receivedAt}  submission ${submissionId}  sha256 ${sha256}`;

const deadlineText = (deadline: string | null, claim: ClaimedReceipt): string => {
  const now = deadline ?? "the test is not published any more";
  if (claim.deadline === undefined || claim.deadline === deadline) return now;
  return `${now} (the receipt says ${claim.deadline}; the hash does not cover deadlines, which may be moved)`;
};
