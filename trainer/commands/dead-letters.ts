import { Command } from "commander";
import * as z from "zod";
import { readSettings } from "../../adapters/course-reader.ts";
import type { DeadLetterQueue, DeadLetters, LetterOrder } from "../../course/console/dead-letters.ts";
import { deadLetterQueueSchema } from "../../course/console/dead-letters.ts";
import { counted } from "../../course/counted.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import { DeadLetterQueues, notNamed, queueClient } from "../dead-letters/dead-letters.ts";
import { TrainerError } from "../trainer-error.ts";
import { askToGoOn } from "./go-on.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const optionsSchema = z.object({
  putBack: z.boolean().default(false),
  delete: z.string().optional(),
  yes: z.boolean().default(false),
});

export const deadLettersCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("dead-letters"))
    .description("list the messages that nobody could answer for, and settle them")
    .option("--put-back", "put the messages of steps back to their queues, while the steps still wait")
    .option("--delete <queue>", 'delete the messages of "steps" or of "starts"')
    .option("--yes", "don't ask")
    .action((_: unknown, command: Command) => deadLetters(command, terminal));

const deadLetters = async (command: Command, terminal: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const options = optionsSchema.parse(command.opts());
  const order = orderOf(options);
  await withSession(common, async (session) => {
    const client = queueClient(session.access);
    try {
      const queues = new DeadLetterQueues(client, session.stack);
      if (order === undefined) await list(queues, session, { terminal, isJson: common.json });
      else await settle(queues, order, { terminal, yes: options.yes, isJson: common.json });
    } finally {
      client.destroy();
    }
  });
};

/** undefined: they are to be listed. */
const orderOf = ({ putBack, delete: queue }: z.output<typeof optionsSchema>): LetterOrder | undefined => {
  if (putBack && queue !== undefined) throw new UsageError("Say one of --put-back and --delete.");
  if (putBack) return { do: "put-back", queue: "steps" };
  if (queue === undefined) return undefined;
  const named = deadLetterQueueSchema.safeParse(queue);
  if (named.success) return { do: "delete", queue: named.data };
  throw new UsageError(`"${queue}" is neither "steps" nor "starts".`);
};

const titles: Readonly<Record<DeadLetterQueue, string>> = {
  steps: "of the steps that grade and mail",
  starts: "of starts, and of news to the trainer",
};

/** What to do about the messages of each queue. */
const advice: Readonly<Record<DeadLetterQueue, string>> = {
  steps:
    "Mend the cause (docs/runbook.md, Dead letters). While the steps wait: --put-back. Afterwards: bin/trainer resume RUN, and --delete steps",
  starts: "bin/trainer grade starts a run for the tests that are due. Afterwards: --delete starts",
};

interface Shown {
  readonly terminal: Terminal;
  readonly isJson: boolean;
}

const list = async (
  queues: DeadLetterQueues,
  { bucket }: Session,
  { terminal: { out, note }, isJson }: Shown,
): Promise<void> => {
  const found = await queues.read();
  if (found === null) throw new TrainerError(notNamed);
  if (isJson) return out(JSON.stringify(found));
  if (found.every(({ count }) => count === 0)) return note("There are no dead letters.");
  const { timeZone } = await readSettings(bucket);
  for (const one of found.filter(({ count }) => count > 0)) {
    for (const line of linesOf(one, timeZone)) out(line);
    note(advice[one.queue]);
  }
};

const linesOf = ({ queue, count, letters }: DeadLetters, timeZone: string): string[] => [
  `${counted(count, "message")} ${titles[queue]}:`,
  ...letters.map(({ about, sentAt }) => `  ${about}  (sent ${showInstant(sentAt, timeZone)})`),
  ...(count > letters.length ? [`  and ${count - letters.length} more`] : []),
];

const settle = async (
  queues: DeadLetterQueues,
  order: LetterOrder,
  { terminal, isJson, yes }: Shown & { readonly yes: boolean },
): Promise<void> => {
  if (order.do === "delete")
    await askToGoOn(
      {
        question: `Delete all messages of "${order.queue}"?`,
        refused: "Nothing was deleted",
        wish: "delete them",
        yes,
      },
      terminal,
    );
  const said = await queues.settle(order);
  terminal.out(isJson ? JSON.stringify({ ...order, state: "done" }) : said);
};
