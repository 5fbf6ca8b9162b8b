import { useContext, useState } from "preact/hooks";
import type { MailPage } from "../../../course/console/console-mails.ts";
import { counted } from "../../../course/counted.ts";
import { listMails } from "../api.ts";
import { ConsoleContext } from "../context.ts";
import { moment } from "../format.ts";
import { addressOf } from "../router.ts";
import { useLoad } from "../use-load.ts";
import { Shown, Table, Title } from "./parts.tsx";

const MailTable = ({ page }: { readonly page: MailPage }) => {
  const { timeZone } = useContext(ConsoleContext);
  if (page.mails.length === 0) return <p class="soft">No mail.</p>;
  return (
    <Table
      caption="Mails sent, the latest first"
      heads={["Subject", "To", "Sent"]}
      rows={page.mails.map(({ messageId, subject, destination, attachments, at }) => ({
        key: messageId,
        cells: [
          <span key="subject">
            <a href={addressOf.mail(messageId)}>{subject}</a>
            {attachments > 0 && <span class="soft"> · {counted(attachments, "attachment")}</span>}
          </span>,
          destination.to.join(", "),
          <span key="sent" class="nowrap">
            {moment(at * 1000, timeZone)}
          </span>,
        ],
      }))}
    />
  );
};

const NoInbox = () => (
  <>
    <Title title="Inbox" />
    <p>SES keeps no copies of the mails that it sends, so there is no inbox here.</p>
    <p>
      Which mails each student got is in the <a href={addressOf.gradebook}>gradebook</a>, behind the student's
      name; those of which nobody knows whether they went out wait in <a href={addressOf.settle}>Settle</a>.
    </p>
  </>
);

/** All mail that was sent, where an inbox keeps it: the local region's does. */
export const Inbox = () => (useContext(ConsoleContext).region.hasInbox ? <KeptMails /> : <NoInbox />);

const KeptMails = () => {
  const [words, setWords] = useState("");
  /** Where the pages up to the shown one begin. */
  const [starts, setStarts] = useState<readonly number[]>([0]);
  const from = starts.at(-1) ?? 0;
  const page = useLoad(
    `inbox ${from} ${words}`,
    (signal) => listMails(words, from, { signal }),
    (changes) => changes.isEverything || changes.hasNewMails,
  );
  const search = (text: string): void => {
    setWords(text);
    setStarts([0]);
  };
  return (
    <>
      <Title title="Inbox" />
      <label class="search">
        Subject or address
        <input type="search" value={words} onInput={(event) => search(event.currentTarget.value)} />
      </label>
      <Shown loaded={page}>
        {(data) => (
          <>
            <p class="soft" role="status">
              {counted(data.total, "mail")}
            </p>
            <MailTable page={data} />
            <p class="actions">
              {starts.length > 1 && (
                <button class="button" type="button" onClick={() => setStarts(starts.slice(0, -1))}>
                  Later mails
                </button>
              )}
              {data.next !== undefined && (
                <button class="button" type="button" onClick={() => setStarts([...starts, data.next ?? 0])}>
                  Earlier mails
                </button>
              )}
            </p>
          </>
        )}
      </Shown>
    </>
  );
};
