import { useEffect, useMemo } from "preact/hooks";
import { useTestList } from "../loading.ts";
import { hrefOf, type TestRoute, testPath } from "../route.ts";
import { type Receipt as Received, receiptInList, sentLatest } from "../sent-latest.ts";
import { useServices } from "../services.ts";
import type { SubmitRequest } from "../submit-request.ts";
import { titleOf } from "../test-title.ts";
import { receipt as words } from "../words.ts";
import { courseText } from "./course-text.ts";
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
      {words.download}
    </a>
  );
};

/** Without support for `download`, the link would leave the page and show raw JSON. */
const canDownload = (): boolean => "download" in HTMLAnchorElement.prototype;

/** What this device knows about the test and the student of a receipt. */
const useNames = (route: TestRoute) => {
  const { device, student } = useServices();
  return useMemo(() => {
    const shown = device.test(student.studentId, route);
    return {
      name: device.list(student.studentId)?.student?.name,
      title: titleOf(device, student.studentId, route),
      language: shown?.language,
      questions: shown?.body.length,
    };
  }, [device, student.studentId, route]);
};

const Facts = ({ file, route }: { readonly file: ReceiptFile; readonly route: TestRoute }) => {
  const { name, title, language, questions } = useNames(route);
  return (
    <dl class="card facts">
      <dt>{words.student}</dt>
      <dd>{name === undefined ? file.studentId : `${name} (${file.studentId})`}</dd>
      <dt>{words.test}</dt>
      <dd {...courseText({ language })}>{title}</dd>
      <dt>{words.received}</dt>
      <dd>
        <Instant at={file.receipt.receivedAt} />
      </dd>
      <dt>{words.deadline}</dt>
      <dd>
        <Instant at={file.receipt.deadline} />
      </dd>
      {file.testResult && (
        <>
          <dt>{words.answers}</dt>
          <dd>
            {questions === undefined
              ? words.answered(file.testResult.length)
              : words.answeredOf(file.testResult.length, questions)}
          </dd>
        </>
      )}
      <dt>{words.submission}</dt>
      <dd class="mono">{file.receipt.submissionId}</dd>
      <dt>SHA-256</dt>
      <dd class="mono">{file.receipt.sha256}</dd>
    </dl>
  );
};

const Proof = ({ file, route }: { readonly file: ReceiptFile; readonly route: TestRoute }) => (
  <main>
    <Title text={words.title}>
      <span class="done" aria-hidden="true" />
      {words.title}
    </Title>
    <p>{words.keepIt}</p>
    {!file.testResult && <Notice>{words.isElsewhere}</Notice>}
    <Facts file={file} route={route} />
    <p class="soft">
      {words.browsersForget} {canDownload() ? words.downloadStays : words.cannotDownload}
    </p>
    <div class="actions">
      {canDownload() && <Download file={file} />}
      <BackToTests />
      <a class="button quiet" href={hrefOf("test", route)}>
        {words.seeQuestions}
      </a>
    </div>
  </main>
);

/** What the server knows about answers that this device has no receipt of. */
const ServersReceipt = ({ route }: { readonly route: TestRoute }) => {
  const { device, student } = useServices();
  const [known, again] = useTestList();
  if (known.status !== "ready") {
    return (
      <main>
        <Title text={words.titleOfNone} />
        <NotThere known={known} again={again} />
      </main>
    );
  }
  const title = titleOf(device, student.studentId, route);
  const receipt = receiptInList(known.value, route);
  const { subject: subjectName, testId } = route;
  if (receipt) {
    return <Proof file={{ studentId: student.studentId, subjectName, testId, receipt }} route={route} />;
  }
  const closed = known.value.closed?.find((test) => testPath(test) === testPath(route));
  return (
    <main>
      <Title text={words.titleOfNone} />
      {known.isOld && <Offline again={again} />}
      {closed?.receivedAt ? (
        <Notice kind="good">{words.serverReceived(title, <Instant at={closed.receivedAt} />)}</Notice>
      ) : (
        <Notice>{words.none(title)}</Notice>
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
