import { parentPort, workerData } from "node:worker_threads";
import PostalMime, { type Attachment } from "postal-mime";
import type { MimeContent } from "./mime-reader.ts";

const attachmentOf = ({ filename, mimeType, content }: Attachment): MimeContent["attachments"][number] => {
  // It is text, because base64 was asked for.
  const base64 = String(content);
  return {
    content: base64,
    contentType: mimeType,
    ...(filename === null ? {} : { filename }),
    size: Buffer.byteLength(base64, "base64"),
  };
};

const source: Uint8Array = workerData;
const { text, html, attachments } = await PostalMime.parse(source, { attachmentEncoding: "base64" });
const content: MimeContent = {
  body: { ...(text === undefined ? {} : { text }), ...(html === undefined ? {} : { html }) },
  attachments: attachments.map(attachmentOf),
};
parentPort?.postMessage(content);
