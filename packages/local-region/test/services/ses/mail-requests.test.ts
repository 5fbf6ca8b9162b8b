import { expect, test } from "@jest/globals";
import type { AwsError } from "../../../src/ports.ts";
import { readMailRequest, readSending } from "../../../src/services/ses/mail-requests.ts";

const request = (path: string, body: string) => ({
  method: "POST",
  path,
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(body),
  principal: { kind: "owner" } as const,
});

/** Code and sentence of the refusal; undefined: none. */
const refusalOf = (path: string, body: string): [string, string] | undefined => {
  try {
    readMailRequest(request(path, body));
  } catch (error) {
    const { code, message }: Pick<AwsError, "code" | "message"> = Object(error);
    return [code, message];
  }
  return undefined;
};

const version1 = (parameters: Readonly<Record<string, string>>) =>
  refusalOf("/", new URLSearchParams({ Version: "2010-12-01", ...parameters }).toString());

const email = (more: Readonly<Record<string, string>> = {}) =>
  version1({
    Action: "SendEmail",
    Source: "Linux <no-reply@example.com>",
    "Destination.ToAddresses.member.1": "ann@example.com",
    "Message.Subject.Data": "Score",
    "Message.Body.Text.Data": "100 %",
    "Message.Body.Text.Charset": "UTF-8",
    ...more,
  });

const raw = (header: readonly string[], more: Readonly<Record<string, string>> = {}, body = "text") => {
  const mail = [...header, "Subject: Score", "", body].join("\r\n");
  const Data = Buffer.from(mail).toString("base64");
  return version1({ Action: "SendRawEmail", "RawMessage.Data": Data, ...more });
};

const version2 = (mail: object) => refusalOf("/v2/email/outbound-emails", JSON.stringify(mail));
const Content = { Simple: { Subject: { Data: "s" }, Body: { Text: { Data: "t" } } } };
const simple = (more: object = {}) =>
  version2({
    FromEmailAddress: "no-reply@example.com",
    Destination: { ToAddresses: ["ann@example.com"] },
    Content,
    ...more,
  });
const rawOf = (header: string) => ({
  Raw: { Data: Buffer.from(`${header}\r\n\r\ntext`).toString("base64") },
});

test.each([
  "ann@example.com",
  "Ann <ann@example.com>",
  '"Doe, <Ann>" <ann@example.com>',
  "Zoë <a@b.example>",
])("each call sends to %s", (to) => {
  const header = ["From: no-reply@example.com", `To: bob@example.com,\r\n ${to}`];
  const calls = [
    email({ "Destination.ToAddresses.member.1": to, "ReplyToAddresses.member.1": to }),
    raw(header),
    simple({ Destination: { CcAddresses: [to] }, ReplyToAddresses: [to] }),
    version2({ Content: rawOf(header.join("\r\n")) }),
  ];
  expect(calls).toEqual([undefined, undefined, undefined, undefined]);
});

const noAddress = /is no e-mail address/;

test.each([
  "nonsense",
  "Ann <ann@example.com",
  "ann@example.com>",
  "ann@example",
  "A <a@b.example> <c@d.example>",
])("no call sends to, from, or with answers to %s", (bad) => {
  const from = "From: no-reply@example.com";
  const to = "To: ann@example.com";
  const calls = [
    email({ "Destination.ToAddresses.member.1": bad }),
    email({ Source: bad }),
    email({ "ReplyToAddresses.member.1": bad }),
    raw([from, `To: ${bad}`]),
    raw([from, to, `Cc: ${bad}`]),
    raw([`From: ${bad}`, to]),
    raw([from, to, `Reply-To: ${bad}`]),
  ];
  for (const call of calls) expect(call).toEqual(["InvalidParameterValue", expect.stringMatching(noAddress)]);
  const second = [
    simple({ Destination: { ToAddresses: ["ann@example.com", bad] } }),
    simple({ FromEmailAddress: bad }),
    simple({ ReplyToAddresses: [bad] }),
    version2({ Content: rawOf(`${from}\r\nTo: ${bad}`) }),
  ];
  for (const call of second) expect(call).toEqual(["BadRequestException", expect.stringMatching(noAddress)]);
});

test("a mail needs a sender and a recipient, and takes 50 of them", () => {
  const from = "From: no-reply@example.com";
  expect(raw([from])).toEqual(["InvalidParameterValue", "The mail has no recipient."]);
  expect(raw([from, "To: "])).toEqual(["InvalidParameterValue", "The mail has no recipient."]);
  expect(raw(["To: ann@example.com"])).toEqual(["InvalidParameterValue", "The mail has no sender."]);
  expect(raw(["To: ann@example.com"], { Source: "no-reply@example.com" })).toBeUndefined();
  expect(simple({ Destination: undefined })).toEqual(["BadRequestException", "The mail has no recipient."]);
  const to = (count: number) =>
    `Bcc: ${Array.from({ length: count }, (_, i) => `s${i}@example.com`).join(", ")}`;
  expect(raw([from, to(50)])).toBeUndefined();
  const inForm = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `Destination.CcAddresses.member.${i + 1}`,
        `s${i}@example.com`,
      ]),
    );
  expect(email(inForm(49))).toBeUndefined();
  expect(email(inForm(50))?.[1]).toContain("51 recipients");
  expect(raw([from, to(51)])?.[1]).toContain("51 recipients");
});

test("what would not be followed is refused by its name", () => {
  const header = ["From: no-reply@example.com", "To: ann@example.com"];
  for (const name of [
    "ConfigurationSetName",
    "ReturnPath",
    "ReturnPathArn",
    "SourceArn",
    "Tags.member.1.Name",
  ]) {
    expect(email({ [name]: "x" })).toEqual([
      "InvalidParameterValue",
      `The region's SendEmail does not follow ${name}.`,
    ]);
  }
  expect(raw(header, { "Destinations.member.1": "bob@example.com" })).toBeUndefined();
  expect(raw(header, { ReturnPathArn: "x" })?.[1]).toContain("ReturnPathArn");
  expect(version1({ Action: "GetSendQuota" })).toBeUndefined();
  for (const name of ["ConfigurationSetName", "EmailTags", "ListManagementOptions"]) {
    expect(simple({ [name]: "x" })).toEqual([
      "BadRequestException",
      `the region's SES does not follow ${name}`,
    ]);
  }
  const twice = version2({ Content: rawOf(header.join("\r\n")), Destination: { ToAddresses: [] } });
  expect(twice?.[1]).toContain("follows the header only");
});

test("a raw mail may have 10 MiB, and no more", () => {
  const header = ["From: no-reply@example.com", "To: ann@example.com"];
  const rest = [...header, "Subject: Score", "", ""].join("\r\n").length;
  const most = 10 * 1024 * 1024;
  expect(raw(header, {}, "x".repeat(most - rest))).toBeUndefined();
  expect(raw(header, {}, "x".repeat(most - rest + 1))).toEqual([
    "InvalidParameterValue",
    `Message length is more than ${most} bytes long: '${most + 1}'.`,
  ]);
  expect(simple({ Content: { Simple: { x: "x".repeat(40 * 1024 * 1024) } } })?.[1]).toContain(
    "at most 41943040",
  );
});

test("the members of a group are recipients, each", () => {
  const from = "From: no-reply@example.com";
  expect(
    raw([from, 'To: "The, class": ann@example.com, Bob <bob@example.com>;, zoe@example.com']),
  ).toBeUndefined();
  expect(raw([from, "To: undisclosed-recipients:;"])?.[1]).toBe("The mail has no recipient.");
  const members = Array.from({ length: 51 }, (_, i) => `s${i}@example.com`);
  expect(raw([from, `To: class: ${members.join(", ")};`])?.[1]).toContain("51 recipients");
});

test("a header of more than 64 KiB is refused in SES's words, however long the mail is", () => {
  const header = ["From: no-reply@example.com", "To: ann@example.com"];
  const longer = [...header, `X-Long: ${"x".repeat(64 * 1024)}`];
  expect(raw(longer)).toEqual(["InvalidParameterValue", "Header section too long."]);
  expect(version2({ Content: rawOf(longer.join("\r\n")) })).toEqual([
    "BadRequestException",
    "Header section too long.",
  ]);
  expect(raw(header, {}, "x\r\n\r\n".repeat(40_000))).toBeUndefined();
});

const groups = (count: number) =>
  Array.from({ length: count }, (_, i) => `g${i}: s${i}@example.com;`).join(", ");

test.each([
  ["groups", groups(2_000), "2000 recipients"],
  ["groups in groups", "g:".repeat(30_000), "no recipient"],
  ["open angle brackets", "<".repeat(60_000), "is no e-mail address"],
  ["open quotes", `a${'"'.repeat(60_001)}`, "is no e-mail address"],
  ["dots", `a@${".".repeat(60_000)}`, "is no e-mail address"],
  ["commas", "a@b.example,".repeat(5_000), "5000 recipients"],
])("thousands of %s in a list of addresses are refused like any that are no addresses", (_, to, sentence) => {
  expect(raw(["From: no-reply@example.com", `To: ${to}`])?.[1]).toContain(sentence);
});

test("a call of version 2 that the region does not have is refused by its path, before its body is read", () => {
  const asked = { ...request("/v2/email/identities", ""), method: "GET" };
  for (const read of [readMailRequest, readSending]) {
    expect(() => read(asked)).toThrow("The region's SES has no GET /v2/email/identities");
  }
});
