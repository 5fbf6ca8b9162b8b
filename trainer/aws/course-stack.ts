import { CloudFormationClient, paginateDescribeStacks, type Stack } from "@aws-sdk/client-cloudformation";
import * as z from "zod";
import type { DeadLetterQueue } from "../../course/console/dead-letters.ts";
import { isError } from "../../course/unknown-value.ts";
import { TrainerError } from "../trainer-error.ts";
import type { AwsAccess } from "./access.ts";

/** The outputs of a course's stack. */
export interface CourseStack {
  readonly name: string;
  /** Base URL; `/api/v1/...` follows. */
  readonly apiUrl: string;
  readonly bucketName: string;
  readonly stateMachineArn: string;
  /** Of the notices to students; null: the stack was deployed without reminders. */
  readonly noticesStateMachineArn: string | null;
  readonly consoleUrl: string;
  /** Whether it keeps a list of who has handed in each test; a stack of an earlier version does not. */
  readonly hasTestLists: boolean;
  /** URLs of the queues of what could not be delivered (course/console/dead-letters.ts); null: an earlier version deployed the stack. */
  readonly deadLetters: Readonly<Record<DeadLetterQueue, string>> | null;
  /** The students' page and the bucket of its files; null: the stack was deployed without one. */
  readonly page: { readonly url: string; readonly bucketName: string } | null;
}

/** Names of the stack's outputs. */
const outputsSchema = z.object({
  ApiUrl: z.string(),
  BucketName: z.string(),
  StateMachineArn: z.string(),
  NoticesStateMachineArn: z.string().optional(),
  ConsoleUrl: z.string(),
  TestLists: z.string().optional(),
  PageUrl: z.string().optional(),
  PageBucketName: z.string().optional(),
  DeadLettersUrl: z.string().optional(),
  UndeliveredUrl: z.string().optional(),
});

const stackPrefix = "TestTime-";

/** Most stacks looked through when none is named. */
const mostStacks = 2_000;

/** Reads the outputs of the stack `name`; without a name, those of the only course that is deployed. */
export const findCourseStack = async (access: AwsAccess, name: string | undefined): Promise<CourseStack> => {
  const client = new CloudFormationClient({ ...access });
  try {
    return toCourseStack(name === undefined ? await onlyStack(client) : await namedStack(client, name));
  } finally {
    client.destroy();
  }
};

const namedStack = async (client: CloudFormationClient, name: string): Promise<Stack> => {
  try {
    for await (const { Stacks } of paginateDescribeStacks({ client }, { StackName: name })) {
      for (const stack of Stacks ?? []) return stack;
    }
  } catch (error) {
    if (!(isError(error) && error.name === "ValidationError")) throw error;
  }
  throw new TrainerError(
    `There is no stack "${name}" here. Deploy the course first (npm run deploy -- -c course=DIR), or name its stack with --stack or its folder with --course.`,
  );
};

const onlyStack = async (client: CloudFormationClient): Promise<Stack> => {
  const found: Stack[] = [];
  let seen = 0;
  for await (const { Stacks } of paginateDescribeStacks({ client }, {})) {
    found.push(...(Stacks ?? []).filter(({ StackName }) => StackName?.startsWith(stackPrefix)));
    seen += Stacks?.length ?? 0;
    if (seen >= mostStacks) break;
  }
  const [only, another] = found;
  if (only && !another) return only;
  if (!only)
    throw new TrainerError("No course is deployed here. Deploy one first: npm run deploy -- -c course=DIR.");
  const names = found.map(({ StackName }) => StackName).join(", ");
  throw new TrainerError(
    `There are several courses: ${names}. Name one with --stack, or its folder with --course.`,
  );
};

const toCourseStack = ({ StackName = "", Outputs = [] }: Stack): CourseStack => {
  const outputs = outputsSchema.safeParse(
    Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])),
  );
  if (!outputs.success) {
    const missing = outputs.error.issues.map(({ path }) => path.join(".")).join(", ");
    throw new TrainerError(
      `The stack "${StackName}" lacks the outputs ${missing}. Wait until its deployment has ended, or deploy it again.`,
    );
  }
  const { ApiUrl, BucketName, StateMachineArn, ConsoleUrl, PageUrl, PageBucketName } = outputs.data;
  const { NoticesStateMachineArn, TestLists } = outputs.data;
  const { DeadLettersUrl: steps, UndeliveredUrl: starts } = outputs.data;
  const hasPage = PageUrl !== undefined && PageBucketName !== undefined;
  return {
    name: StackName,
    apiUrl: ApiUrl.replace(/\/+$/, ""),
    bucketName: BucketName,
    stateMachineArn: StateMachineArn,
    noticesStateMachineArn: NoticesStateMachineArn ?? null,
    consoleUrl: ConsoleUrl,
    hasTestLists: TestLists !== undefined,
    deadLetters: steps !== undefined && starts !== undefined ? { steps, starts } : null,
    page: hasPage ? { url: PageUrl.replace(/\/+$/, ""), bucketName: PageBucketName } : null,
  };
};
