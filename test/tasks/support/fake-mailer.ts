import type { Attachment, Mailer, SendOutcome } from "../../../adapters/mail/mailer.ts";
import type { Envelope } from "../../../course/mail/envelope.ts";
import type { RenderedMail } from "../../../course/mail/rendered-mail.ts";

interface SentMail {
  readonly to: string;
  readonly from: Envelope["from"];
  readonly mail: RenderedMail;
  readonly attachments: readonly Attachment[];
}

/** Accepts every mail, unless `nextOutcomes` says otherwise. */
export class FakeMailer implements Mailer {
  /** Every try, with any outcome. */
  readonly tries: SentMail[] = [];
  readonly nextOutcomes: SendOutcome[] = [];

  send(envelope: Envelope, mail: RenderedMail): Promise<SendOutcome> {
    return this.sendWith(envelope, mail, []);
  }

  async sendWith(
    { to, from }: Envelope,
    mail: RenderedMail,
    attachments: readonly Attachment[],
  ): Promise<SendOutcome> {
    this.tries.push({ to: to.address, from, mail, attachments });
    return this.nextOutcomes.shift() ?? { status: "sent", messageId: `id-${this.tries.length}` };
  }
}
