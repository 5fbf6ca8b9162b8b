import type { ShowTestAnswer } from "../../../course/api/answers.ts";
import { page, score } from "../words.ts";
import { Instant } from "./parts.tsx";

/** Until when a test can be sent, and which of several attempts count. */
export const Until = ({ test }: { readonly test: Pick<ShowTestAnswer, "deadline" | "counts"> }) => (
  <>
    {page.until(<Instant at={test.deadline} />)}
    {test.counts && (
      <>
        <br />
        {score.counts[test.counts]}
      </>
    )}
  </>
);
