import { useEffect, useMemo } from "preact/hooks";
import type { KeptReceipt } from "../device/device.ts";
import { type TestRoute, testPath } from "../route.ts";
import { useServices } from "../services.ts";
import { BackToTests, Instant, Notice, Title } from "./parts.tsx";

/** Named as the bash client names it, so that receipts of both sort together. */
const fileName = ({ subjectName, testId, receipt }: KeptReceipt): string =>
  `${subjectName}-${testId}-${receipt.receivedAt.replaceAll(":", "-")}.json`.replaceAll(
    /[^A-Za-z0-9._-]/g,
    "_",
  );

const Download = ({ kept }: { readonly kept: KeptReceipt }) => {
  const href = useMemo(
    () => URL.createObjectURL(new Blob([`${JSON.stringify(kept, null, 2)}\n`], { type: "application/json" })),
    [kept],
  );
  useEffect(() => () => URL.revokeObjectURL(href), [href]);
  return (
    <a class="button primary" href={href} download={fileName(kept)}>
      Download the receipt
    </a>
  );
};

const Facts = ({ kept, route }: { readonly kept: KeptReceipt; readonly route: TestRoute }) => (
  <dl class="card facts">
    <dt>Test</dt>
    <dd>{testPath(route)}</dd>
    <dt>Received</dt>
    <dd>
      <Instant at={kept.receipt.receivedAt} />
    </dd>
    <dt>Deadline</dt>
    <dd>
      <Instant at={kept.receipt.deadline} />
    </dd>
    <dt>Answers</dt>
    <dd>{kept.testResult.length}</dd>
    <dt>Submission</dt>
    <dd class="mono">{kept.receipt.submissionId}</dd>
    <dt>SHA-256</dt>
    <dd class="mono">{kept.receipt.sha256}</dd>
  </dl>
);

/** The proof that answers arrived, as this device has it. */
export const Receipt = ({ route }: { readonly route: TestRoute }) => {
  const { device, student } = useServices();
  const kept = useMemo(() => device.receipt(student.studentId, route), [device, student.studentId, route]);
  if (!kept) {
    return (
      <main>
        <Title text="Receipt" />
        <Notice>
          This device has no receipt for {testPath(route)}. Receipts stay on the device that sent.
        </Notice>
        <div class="actions">
          <BackToTests />
        </div>
      </main>
    );
  }
  return (
    <main>
      <Title text="Your answers were received" />
      <p>
        Keep the receipt: with it your trainer can check what you sent, and when. The latest answers that
        arrive before the deadline count.
      </p>
      <Facts kept={kept} route={route} />
      <div class="actions">
        <Download kept={kept} />
        <BackToTests />
      </div>
    </main>
  );
};
