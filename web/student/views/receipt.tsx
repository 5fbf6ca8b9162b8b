import { useEffect, useMemo } from "preact/hooks";
import { useTestList } from "../loading.ts";
import { hrefOf, type TestRoute, testPath } from "../route.ts";
import { type Receipt as Received, receiptInList, sentLatest } from "../sent-latest.ts";
import { useServices } from "../services.ts";
import type { SubmitRequest } from "../submit-request.ts";
import { BackToTests, Instant, Notice, NotThere, Offline, Title } from "./parts.tsx";

/** A receipt as a file, in the form of the bash client's receipts; on another device it has no answers. */
type ReceiptFile = Omit<SubmitRequest, "testResult"> &
  Partial<Pick<SubmitRequest, "testResult">> & { readonly receipt: Received };

/** The same name as in the bash client, so that the receipts of both sort together. */
const fileName = ({ subjectName, testId, receipt }: ReceiptFile): string =>
  `${subjectName}-${testId}-${receipt.receivedAt.replaceAll(":", "-")}.json`.replaceAll(
    /[^A-Za-z0-9._-]/g,
    "_",
  );

const Download = ({ file }: { readonly file: ReceiptFile }) => {
  const href = useMemo(
    () => URL.createObjectURL(new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: "application/json" })),
    [file],
  );
  useEffect(() => () => URL.revokeObjectURL(href), [href]);
  return (
    <a class="button primary" href={href} download={fileName(file)}>
      Download the receipt
    </a>
  );
};

/** Without support for `download`, the link would leave the page and show raw JSON. */
const canDownload = (): boolean => "download" in HTMLAnchorElement.prototype;

const Facts = ({ file, route }: { readonly file: ReceiptFile; readonly route: TestRoute }) => (
  <dl class="card facts">
    <dt>Student</dt>
    <dd>{file.studentId}</dd>
    <dt>Test</dt>
    <dd>{testPath(route)}</dd>
    <dt>Received</dt>
    <dd>
      <Instant at={file.receipt.receivedAt} />
    </dd>
    <dt>Deadline</dt>
    <dd>
      <Instant at={file.receipt.deadline} />
    </dd>
    {file.testResult && (
      <>
        <dt>Answers</dt>
        <dd>{file.testResult.length}</dd>
      </>
    )}
    <dt>Submission</dt>
    <dd class="mono">{file.receipt.submissionId}</dd>
    <dt>SHA-256</dt>
    <dd class="mono">{file.receipt.sha256}</dd>
  </dl>
);

const Proof = ({ file, route }: { readonly file: ReceiptFile; readonly route: TestRoute }) => (
  <main>
    <Title text="Your answers were received" />
    <p>
      Keep the receipt: with it your trainer can check what you sent, and when. The latest answers that arrive
      before the deadline count.
    </p>
    {!file.testResult && (
      <Notice>These answers were sent from another device or browser; they are not on this one.</Notice>
    )}
    <Facts file={file} route={route} />
    <p class="soft">
      Browsers forget: Safari deletes what a page keeps after seven days of use without a visit to it.{" "}
      {canDownload()
        ? "A downloaded receipt stays."
        : "This browser can't download the receipt: copy, print or photograph what stands here."}
    </p>
    <div class="actions">
      {canDownload() && <Download file={file} />}
      <BackToTests />
      <a class="button quiet" href={hrefOf("test", route)}>
        See the questions
      </a>
    </div>
  </main>
);

/** What the server knows about answers that this device has no receipt of. */
const ServersReceipt = ({ route }: { readonly route: TestRoute }) => {
  const { student } = useServices();
  const [known, again] = useTestList();
  if (known.status !== "ready") {
    return (
      <main>
        <Title text="Receipt" />
        <NotThere known={known} again={again} />
      </main>
    );
  }
  const receipt = receiptInList(known.value, route);
  const { subject: subjectName, testId } = route;
  if (receipt) {
    return <Proof file={{ studentId: student.studentId, subjectName, testId, receipt }} route={route} />;
  }
  const closed = known.value.closed?.find((test) => testPath(test) === testPath(route));
  return (
    <main>
      <Title text="Receipt" />
      {known.isOld && <Offline again={again} />}
      {closed?.receivedAt ? (
        <Notice kind="good">
          The server received answers to {testPath(route)} on <Instant at={closed.receivedAt} />. The receipt
          is on the device that sent them.
        </Notice>
      ) : (
        <Notice>This device has no receipt for {testPath(route)}, and the server has none.</Notice>
      )}
      <div class="actions">
        <BackToTests />
      </div>
    </main>
  );
};

/** The proof that answers arrived: from this device, or else from the server. */
export const Receipt = ({ route }: { readonly route: TestRoute }) => {
  const { device, student } = useServices();
  const file = useMemo((): ReceiptFile | null => {
    const kept = device.receipt(student.studentId, route);
    const latest = sentLatest(device, student.studentId, route);
    if (kept === null || latest?.submissionId !== kept.receipt.submissionId) return null;
    const { subjectName, testId, studentId, testResult, receipt } = kept;
    return { subjectName, testId, studentId, testResult, receipt };
  }, [device, student.studentId, route]);
  return file ? <Proof file={file} route={route} /> : <ServersReceipt route={route} />;
};
