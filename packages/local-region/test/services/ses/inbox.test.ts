/** Longer than most: all tests share one inbox behind one port, which they stop and start again. */

import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GetAccountSendingEnabledCommand,
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  ListIdentitiesCommand,
  SESClient,
  SendEmailCommand,
  SendRawEmailCommand,
  SendTemplatedEmailCommand,
} from "@aws-sdk/client-ses";
import { afterAll, afterEach, beforeEach, expect, test } from "@jest/globals";
import * as z from "zod";
import { Clock } from "../../../src/clock.ts";
import type { AwsEndpoint } from "../../../src/http/endpoint.ts";
import { type Inbox, startInbox } from "../../../src/services/ses/inbox.ts";
import { clientSettings, signedInit, startEndpoint } from "../../http/start-endpoint.ts";

const clock = new Clock(new Date("2026-11-23T22:05:00Z"));

let folder: string;
let inbox: Inbox;
let endpoint: AwsEndpoint;
let client: SESClient;

const start = async () => {
  const identities = ["no-reply@example.com", "example.org"];
  inbox = await startInbox({
    dataFile: join(folder, "inbox.db"),
    host: "127.0.0.1",
    port: 0,
    clock,
    identities,
  });
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

const storeSchema = z.object({
  emails: z.array(
    z.looseObject({
      at: z.number(),
      messageId: z.string(),
      body: z.looseObject({ text: z.string().optional() }),
    }),
  ),
  next: z.number().optional(),
});
const storeAfter = async (after: number) =>
  storeSchema.parse(await (await fetch(`${inbox.url}/store?after=${after}`)).json());
const inInbox = async () => (await storeAfter(0)).emails;
const latestSchema = z.object({
  mails: z.array(z.looseObject({ messageId: z.string(), subject: z.string(), attachments: z.number() })),
  total: z.number(),
});
const latest = async (words: string) =>
  latestSchema.parse(await (await fetch(`${inbox.url}/mails?${new URLSearchParams({ words })}`)).json());
const sendRaw = (...lines: string[]) =>
  client.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(lines.join("\r\n")) } }));
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

test("the identities are listed, all or those of one type", async () => {
  const listed = async (IdentityType?: "Domain" | "EmailAddress") =>
    (await client.send(new ListIdentitiesCommand({ IdentityType }))).Identities;
  expect(await listed()).toEqual(["no-reply@example.com", "example.org"]);
  expect(await listed("Domain")).toEqual(["example.org"]);
  expect(await listed("EmailAddress")).toEqual(["no-reply@example.com"]);
});

test("the quota has no end, and says what was sent in the last 24 hours", async () => {
  await send(["ann@example.com"]);
  expect(await client.send(new GetSendQuotaCommand({}))).toMatchObject({
    Max24HourSend: -1,
    MaxSendRate: -1,
    SentLast24Hours: 1,
  });
});

test("a mail is in the inbox with the message id of the answer and the region's time", async () => {
  const beforeMs = clock.now();
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
  const sentMs = (mail?.at ?? 0) * 1000;
  expect(sentMs).toBeGreaterThan(beforeMs - 1_000);
  expect(sentMs).toBeLessThanOrEqual(clock.now());
});

test("a raw mail goes to its Destinations alone, to those outside the header as by Bcc", async () => {
  const lines = ["From: no-reply@example.com", "To: Ada <ada@example.com>, bob@example.com", "", "text"];
  const Destinations = ["Ada@example.com", "cy@example.com"];
  const RawMessage = { Data: Buffer.from(lines.join("\r\n")) };
  await client.send(new SendRawEmailCommand({ RawMessage, Destinations }));
  expect(await inInbox()).toMatchObject([
    { destination: { to: ["Ada <ada@example.com>"], cc: [], bcc: ["cy@example.com"] } },
  ]);
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
  await sendRaw(...lines);
  expect(await inInbox()).toMatchObject([
    {
      destination: { to: ["trainer@example.com"] },
      subject: "Gradebook",
      attachments: [{ filename: "gradebook.csv", content: Buffer.from("a,b\n").toString("base64") }],
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
  const url = `${endpoint.url}/v2/email/outbound-emails`;
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(mail) };
  const answer = await fetch(url, await signedInit(url, "ses", init));
  const { MessageId } = z.object({ MessageId: z.string() }).parse(await answer.json());
  expect(await inInbox()).toMatchObject([
    { messageId: MessageId, subject: "two", destination: { to: ["a@example.com", "b@example.com"] } },
  ]);
});

test("mails outlive a restart with their message ids", async () => {
  await send(["ada@example.com"]);
  await send(["bob@example.com"]);
  const before = await inInbox();
  await stop();
  await start();
  expect(await inInbox()).toEqual(before);
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
  [Array.from({ length: 51 }, (_, i) => `s${i}@example.com`), "51 recipients"],
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

test("SES is asked whether it sends, and whether a sender is verified", async () => {
  expect(await client.send(new GetAccountSendingEnabledCommand({}))).toMatchObject({ Enabled: true });
  const names = ["no-reply@example.com", "example.com"];
  const { VerificationAttributes } = await client.send(
    new GetIdentityVerificationAttributesCommand({ Identities: names }),
  );
  expect(VerificationAttributes).toEqual(
    Object.fromEntries(names.map((name) => [name, { VerificationStatus: "Success" }])),
  );
});

test("of more than a hundred identities nothing is said", async () => {
  const Identities = Array.from({ length: 101 }, (_, i) => `s${i}@example.com`);
  const asked = client.send(new GetIdentityVerificationAttributesCommand({ Identities }));
  await expect(asked).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: expect.stringContaining("at most 100"),
  });
});

test("a mail to the mailbox simulator is taken, and nobody gets it", async () => {
  const { MessageId } = await send(["Nobody <success@simulator.amazonses.com>"]);
  expect(MessageId).toMatch(/^ses-/);
  expect(await inInbox()).toEqual([]);
});

const rawHeader = [
  "From: =?utf-8?q?Zo=C3=AB?= <no-reply@example.com>",
  "To: trainer@example.com",
  "Subject: =?utf-8?q?=E2=9C=93?=",
];

test.each([
  [
    "3,000 groups in its Sender",
    [`Sender: ${Array.from({ length: 3_000 }, (_, i) => `g${i}:;`).join(", ")}`, "", "text"],
    "text\n",
  ],
  [
    "parts within 2,000 parts",
    Array.from({ length: 2_000 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}`),
    undefined,
  ],
  ["mails within 2,000 mails", ["Content-Type: message/rfc822\r\n".repeat(2_000), "", "text"], undefined],
])("a mail with %s is in the inbox, and so is the next one", async (_, lines, text) => {
  await sendRaw(...rawHeader, ...lines);
  await send(["ada@example.com"]);
  const [mail, next] = await inInbox();
  expect(mail).toMatchObject({
    from: "Zoë <no-reply@example.com>",
    destination: { to: ["trainer@example.com"] },
    subject: "✓",
  });
  if (text !== undefined) expect(mail?.body.text).toBe(text);
  expect(next).toMatchObject({ destination: { to: ["ada@example.com"] } });
});

test("a mail that can't be read as MIME is kept as its source", async () => {
  const deep = Array.from(
    { length: 300 },
    (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}`,
  );
  await sendRaw(...rawHeader, ...deep);
  expect((await inInbox())[0]?.body.text).toBe([...rawHeader, ...deep].join("\r\n"));
});

test("an inbox of an earlier version is taken over as it was, and listed and found", async () => {
  await stop();
  copyFileSync(join(import.meta.dirname, "fixtures/earlier-inbox.db"), join(folder, "inbox.db"));
  await start();
  await send(["ada@example.com"]);
  expect(await inInbox()).toMatchObject([
    { subject: "Wynik: Ćwiczenie 4,17 ✓", body: { text: "text", html: "<b>ü</b>" }, at: 1_795_212_300 },
    { subject: "Gradebook", attachments: [{ filename: "gradebook.csv", content: "YSxi", size: 3 }] },
    {
      subject: "two",
      destination: { to: ["a@example.com", "b@example.com"], cc: ["c@example.com"], bcc: [] },
    },
    { destination: { to: ["ada@example.com"] } },
  ]);
  const { mails, total } = await latest("");
  expect(total).toBe(4);
  expect(mails.map(({ subject, attachments }) => [subject, attachments])).toEqual([
    ["Wynik: 4,17 ✓", 0],
    ["two", 0],
    ["Gradebook", 1],
    ["Wynik: Ćwiczenie 4,17 ✓", 0],
  ]);
  expect((await latest("ćWICZ")).mails).toMatchObject([{ subject: "Wynik: Ćwiczenie 4,17 ✓" }]);
  expect((await latest("B@EXAMPLE")).total).toBe(1);
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

test.each([
  ["a page of another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
  ["a link on such a page", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }],
])("%s can't read the inbox", async (_, headers) => {
  await send(["ada@example.com"]);
  const answer = await fetch(`${inbox.url}/store`, { headers });
  expect([answer.status, await answer.text()]).toEqual([403, expect.not.stringContaining("ada")]);
});

test("the inbox gives one mail by its message id, and says that it has no other", async () => {
  const { MessageId = "" } = await send(["ada@example.com"]);
  const answer = await fetch(`${inbox.url}/mails/${MessageId}`);
  expect(await answer.json()).toMatchObject({ messageId: MessageId, body: { html: "<b>ü</b>" } });
  const none = await fetch(`${inbox.url}/mails/none`);
  expect([none.status, await none.json()]).toEqual([404, { message: "The inbox has no mail none." }]);
  expect((await fetch(`${inbox.url}/mails?from=newest`)).status).toBe(400);
});
