import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GetSendQuotaCommand,
  SESClient,
  SendEmailCommand,
  SendRawEmailCommand,
  SendTemplatedEmailCommand,
} from "@aws-sdk/client-ses";
import { z } from "zod";
import type { AwsEndpoint } from "../../../local/aws/endpoint.ts";
import { Clock } from "../../../local/clock.ts";
import { type Inbox, startInbox } from "../../../local/ses/inbox.ts";
import { accessKeyId, clientSettings, startEndpoint } from "../aws/start-endpoint.ts";

const clock = new Clock(new Date("2026-11-23T22:05:00Z"));

let folder: string;
let inbox: Inbox;
let endpoint: AwsEndpoint;
let client: SESClient;

const start = async () => {
  inbox = await startInbox({ dataFile: join(folder, "inbox.db"), host: "127.0.0.1", port: 0, clock });
  endpoint = await startEndpoint({ ses: inbox.service });
  client = new SESClient(clientSettings(endpoint));
};
const stop = async () => {
  client.destroy();
  await endpoint.close();
  await inbox.close();
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ses-"));
  await start();
});
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});
afterAll(() => clock.stop());

const storeSchema = z.object({ emails: z.array(z.looseObject({ at: z.number() })) });
const inInbox = async () => storeSchema.parse(await (await fetch(`${inbox.url}/store`)).json()).emails;
const send = (to: string[]) =>
  client.send(
    new SendEmailCommand({
      Source: "Linux <no-reply@example.com>",
      Destination: { ToAddresses: to },
      Message: {
        Subject: { Data: "Wynik: 4,17 ✓" },
        Body: { Text: { Data: "text" }, Html: { Data: "<b>ü</b>" } },
      },
    }),
  );

test("the quota has no end, and says what was sent in the last 24 hours", async () => {
  await send(["ann@example.com"]);
  expect(await client.send(new GetSendQuotaCommand({}))).toMatchObject({
    Max24HourSend: -1,
    MaxSendRate: -1,
    SentLast24Hours: 1,
  });
});

test("a mail is in the inbox with the message id of the answer and the region's time", async () => {
  const { MessageId } = await send(["ada@example.com"]);
  expect(await inInbox()).toMatchObject([
    {
      messageId: MessageId,
      from: "Linux <no-reply@example.com>",
      destination: { to: ["ada@example.com"], cc: [], bcc: [] },
      subject: "Wynik: 4,17 ✓",
      body: { text: "text", html: "<b>ü</b>" },
    },
  ]);
  const [mail] = await inInbox();
  expect(Math.abs((mail?.at ?? 0) * 1000 - clock.now())).toBeLessThan(60_000);
});

test("a raw mail is in the inbox with its attachment", async () => {
  const lines = [
    "From: no-reply@example.com",
    "To: trainer@example.com",
    "Subject: Gradebook",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "See the table.",
    "--b",
    'Content-Type: text/csv; name="gradebook.csv"',
    'Content-Disposition: attachment; filename="gradebook.csv"',
    "",
    "a,b",
    "--b--",
    "",
  ];
  await client.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(lines.join("\r\n")) } }));
  expect(await inInbox()).toMatchObject([
    {
      destination: { to: ["trainer@example.com"] },
      subject: "Gradebook",
      attachments: [{ filename: "gradebook.csv", content: Buffer.from("a,b").toString("base64") }],
    },
  ]);
});

test("version 2 sends into the same inbox", async () => {
  const content = { Simple: { Subject: { Data: "two" }, Body: { Text: { Data: "t" } } } };
  const mail = {
    FromEmailAddress: "no-reply@example.com",
    Destination: { ToAddresses: ["a@example.com", "b@example.com"] },
    Content: content,
  };
  const scope = `${accessKeyId}/20261123/us-east-1/ses/aws4_request`;
  const answer = await fetch(`${endpoint.url}/v2/email/outbound-emails`, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      "content-type": "application/json",
    },
    body: JSON.stringify(mail),
  });
  const { MessageId } = z.object({ MessageId: z.string() }).parse(await answer.json());
  expect(await inInbox()).toMatchObject([
    { messageId: MessageId, subject: "two", destination: { to: ["a@example.com", "b@example.com"] } },
  ]);
});

test("mails outlive a restart with their message ids, and a cleared inbox stays empty", async () => {
  await send(["ada@example.com"]);
  await send(["bob@example.com"]);
  const before = await inInbox();
  await stop();
  await start();
  expect(await inInbox()).toEqual(before);
  await fetch(`${inbox.url}/clear-store`, { method: "POST" });
  await stop();
  await start();
  expect(await inInbox()).toEqual([]);
});

test("mails that come at once are all in the inbox, each under its own message id, and outlive a restart", async () => {
  const students = Array.from({ length: 20 }, (_, i) => `student-${i}@example.com`);
  const sent = await Promise.all(students.map((student) => send([student])));
  await stop();
  await start();
  const ids = (await inInbox()).map(({ messageId }) => messageId);
  expect(new Set(ids)).toEqual(new Set(sent.map(({ MessageId }) => MessageId)));
  expect(ids).toHaveLength(students.length);
});

test.each([
  ["a subject", { Subject: { Data: "" }, Body: { Text: { Data: "text" } } }],
  ["a body", { Subject: { Data: "Score" }, Body: {} }],
])("a mail without %s is refused and not stored", async (_, Message) => {
  const command = new SendEmailCommand({
    Source: "no-reply@example.com",
    Destination: { ToAddresses: ["ada@example.com"] },
    Message,
  });
  await expect(client.send(command)).rejects.toMatchObject({ name: "InvalidParameterValue" });
  expect(await inInbox()).toEqual([]);
});

test.each([
  [[], "no recipient"],
  [["not an address"], "is no e-mail address"],
  [["a@example.com", "b@example.com"], "one address in Destination.ToAddresses"],
])("a mail to %j is refused with a sentence and not stored", async (to, message) => {
  await expect(send(to)).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: expect.stringContaining(message),
  });
  expect(await inInbox()).toEqual([]);
});

test("an action that the region's SES does not have is refused with its name", async () => {
  const templated = client.send(
    new SendTemplatedEmailCommand({
      Source: "a@example.com",
      Destination: {},
      Template: "t",
      TemplateData: "{}",
    }),
  );
  await expect(templated).rejects.toMatchObject({
    name: "InvalidAction",
    message: expect.stringContaining("SendTemplatedEmail"),
  });
});

test("a process has one inbox", async () => {
  const second = startInbox({ dataFile: join(folder, "second.db"), host: "127.0.0.1", port: 0, clock });
  await expect(second).rejects.toThrow("an inbox already");
});

test("a port that is taken is said to be", async () => {
  const { port } = new URL(inbox.url);
  await stop();
  const holder = createServer().listen(Number(port), "127.0.0.1");
  await once(holder, "listening");
  const taken = startInbox({ dataFile: join(folder, "x.db"), host: "127.0.0.1", port: Number(port), clock });
  await expect(taken).rejects.toThrow(`could not listen on port ${port}`);
  holder.close();
  await start();
});
