import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "@jest/globals";
import { openQueues, type QueueService } from "../../../src/services/sqs/queues.ts";

/** Empties a queue whose messages are all visible. */
const drain = async (queues: QueueService, queueUrl: string): Promise<string[]> => {
  const ids: string[] = [];
  for (;;) {
    const messages = await queues.receive(queueUrl, { max: 10, waitMs: 0 });
    if (messages.length === 0) return ids;
    ids.push(...messages.map((m) => m.MessageId));
  }
};

test("every message whose send was answered is in its queue or the dead-letter queue after a kill -9", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sqs-kill-"));
  const script = join(import.meta.dirname, "send-until-killed.ts");
  const child = spawn(process.execPath, [script, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const answered: string[] = [];
  for await (const id of createInterface({ input: child.stdout })) {
    answered.push(id);
    if (answered.length === 400) child.kill("SIGKILL");
  }
  await exited;
  const queues = openQueues({ dataDir: folder, endpoint: () => "http://127.0.0.1:0" });
  const work = await queues.createQueue({ name: "work", attributes: { VisibilityTimeout: "600" } });
  const dead = await drain(queues, work.replace("work", "dead"));
  expect(dead.length).toBeGreaterThan(0);
  const kept = [...dead, ...(await drain(queues, work))];
  expect(new Set(kept).size).toBe(kept.length);
  expect(kept).toEqual(expect.arrayContaining(answered));
  queues.close();
  rmSync(folder, { recursive: true });
}, 30_000);
