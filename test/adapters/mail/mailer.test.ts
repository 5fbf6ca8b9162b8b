import { SESClient } from "@aws-sdk/client-ses";
import { afterEach, describe, expect, test } from "@jest/globals";
import { SesMailer } from "../../../adapters/mail/mailer.ts";
import { type Reply, startHttpService } from "../../tasks/support/http-service.ts";

const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const mailerOn = (endpoint: string) => {
  const client = new SESClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  closers.push(async () => client.destroy());
  return new SesMailer(client);
};

const mailerFor = async (reply: Reply) => {
  const service = await startHttpService(() => reply);
  closers.push(service.stop);
  return { mailer: mailerOn(service.endpoint), requests: service.requests };
};

const xml = (status: number, body: string): Reply => ({
  status,
  headers: { "content-type": "text/xml" },
  body: `<?xml version="1.0"?>${body}`,
});

const failure = (status: number, code: string, why = "why") =>
  xml(status, `<ErrorResponse><Error><Code>${code}</Code><Message>${why}</Message></Error></ErrorResponse>`);

const taken = (call: string) =>
  xml(200, `<${call}Response><${call}Result><MessageId>id-1</MessageId></${call}Result></${call}Response>`);

const envelope = {
  from: { name: "Żółw, wieczorem", address: "no-reply@example.com" },
  to: { name: 'Zoë "Z", <x>', address: "zoe@example.com" },
  replyTo: "trainer@example.com",
};
const mail = { subject: "Wynik: żółw", text: "plain", html: "<p>rich</p>" };

describe("a mail", () => {
  test("goes to one address, in both forms, with answers to the trainer", async () => {
    const { mailer, requests } = await mailerFor(taken("SendEmail"));
    expect(await mailer.send(envelope, mail)).toEqual({ status: "sent", messageId: "id-1" });
    const form = Object.fromEntries(new URLSearchParams(requests[0]?.body));
    expect(form).toMatchObject({
      Action: "SendEmail",
      Source: "=?UTF-8?Q?=C5=BB=C3=B3=C5=82w=2C_wieczorem?= <no-reply@example.com>",
      "Destination.ToAddresses.member.1": "zoe@example.com",
      "ReplyToAddresses.member.1": "trainer@example.com",
      "Message.Subject.Data": "Wynik: żółw",
      "Message.Body.Text.Data": "plain",
      "Message.Body.Html.Data": "<p>rich</p>",
    });
  });

  test("with an attachment is MIME with that file", async () => {
    const { mailer, requests } = await mailerFor(taken("SendRawEmail"));
    const content = Buffer.from("a,b\r\n");
    const attachment = { filename: "gradebook.csv", contentType: "text/csv; charset=utf-8", content };
    expect(await mailer.sendWith(envelope, mail, [attachment])).toEqual({
      status: "sent",
      messageId: "id-1",
    });
    const raw = new URLSearchParams(requests[0]?.body).get("RawMessage.Data") ?? "";
    const mime = Buffer.from(raw, "base64").toString();
    expect(mime).toMatch(
      /^From: =\?UTF-8\?Q\?=C5=BB=C3=B3=C5=82w=2C_wieczorem\?=\s+<no-reply@example.com>\r$/m,
    );
    expect(mime).toMatch(/zoe@example.com/);
    expect(mime).toMatch(/multipart\/mixed/);
    expect(mime).toMatch(/filename=gradebook.csv/);
    expect(mime).toContain(content.toString("base64"));
  });
});

test("a mail that one can unsubscribe from names the address on one line, for a program's own button", async () => {
  const { mailer, requests } = await mailerFor(taken("SendRawEmail"));
  const unsubscribeUrl = `https://page/api/v1/reminders?student=ann&token=${"t".repeat(43)}`;
  await mailer.sendWith(envelope, { ...mail, unsubscribeUrl }, []);
  const raw = new URLSearchParams(requests[0]?.body).get("RawMessage.Data") ?? "";
  const mime = Buffer.from(raw, "base64").toString();
  expect(mime.split("\r\n")).toEqual(
    expect.arrayContaining([
      `List-Unsubscribe: <${unsubscribeUrl}>`,
      "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ]),
  );
});

describe("a mail that did not go out", () => {
  const outcomeOf = async (reply: Reply) => {
    const { mailer, requests } = await mailerFor(reply);
    const outcome = await mailer.send(envelope, mail);
    return { ...outcome, tries: requests.length };
  };

  test.each([
    [400, "Throttling"],
    [429, "TooManyRequestsException"],
    [400, "LimitExceededException"],
  ])("because SES throttles (%d %s) was not taken", async (status, code) => {
    expect(await outcomeOf(failure(status, code))).toMatchObject({ status: "not-taken", tries: 1 });
  });

  test("because SES has sent the day's quota was refused: trying again today is no use", async () => {
    const reply = failure(400, "Throttling", "Daily message quota exceeded.");
    const reason = "Throttling: Daily message quota exceeded.";
    expect(await outcomeOf(reply)).toEqual({ status: "refused", reason, tries: 1 });
  });

  test.each([
    [400, "MessageRejected"],
    [400, "MailFromDomainNotVerifiedException"],
    [403, "AccessDenied"],
  ])("because SES says no (%d %s) was refused, with the reason", async (status, code) => {
    const outcome = await outcomeOf(failure(status, code));
    expect(outcome).toMatchObject({ status: "refused", tries: 1 });
    expect(outcome).toMatchObject({ reason: expect.stringContaining("why") });
  });

  test.each([500, 503])("as far as anybody can tell (%d) is unknown, and not tried again", async (status) => {
    expect(await outcomeOf(failure(status, "InternalFailure"))).toMatchObject({
      status: "unknown",
      tries: 1,
    });
  });

  test("before the connection was cut is unknown", async () => {
    expect(await outcomeOf("destroy")).toMatchObject({ status: "unknown", tries: 1 });
  });
});
