import { useContext } from "preact/hooks";
import { readMail } from "../api.ts";
import { ConsoleContext } from "../context.ts";
import { moment } from "../format.ts";
import { addressOf } from "../router.ts";
import { useLoad } from "../use-load.ts";
import { Facts, Section, Shown, Title } from "./parts.tsx";

/** One mail as its recipient sees it. */
export const MailView = ({ messageId }: { readonly messageId: string }) => {
  const { timeZone } = useContext(ConsoleContext);
  const mail = useLoad(
    `mail ${messageId}`,
    (signal) => readMail(messageId, { signal }),
    () => false,
  );
  return (
    <>
      <p class="crumbs">
        <a href={addressOf.inbox}>Inbox</a>
      </p>
      <Title title={mail.state === "loaded" ? mail.data.subject : "Mail"} />
      <Shown loaded={mail}>
        {({ from, destination, at, body, attachments }) => (
          <>
            <Facts
              facts={[
                ["From", from],
                ["To", destination.to.join(", ")],
                ["Sent", moment(at * 1000, timeZone)],
              ]}
            />
            {body.html !== undefined && (
              <iframe
                class="mail"
                title="The mail as HTML"
                sandbox="allow-popups allow-popups-to-escape-sandbox"
                src={`api/mails/${encodeURIComponent(messageId)}/html`}
              />
            )}
            {body.text !== undefined && (
              <details open={body.html === undefined}>
                <summary>Plain text</summary>
                <pre>{body.text}</pre>
              </details>
            )}
            {attachments.length > 0 && (
              <Section title="Attachments">
                <ul class="names">
                  {attachments.map(({ filename = "without a name", contentType, size }) => (
                    <li key={filename}>
                      {filename}{" "}
                      <span class="soft">
                        {contentType}, {size} bytes
                      </span>
                    </li>
                  ))}
                </ul>
              </Section>
            )}
          </>
        )}
      </Shown>
    </>
  );
};
