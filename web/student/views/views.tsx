import type { Route } from "../route.ts";
import { Receipt } from "./receipt.tsx";
import { Review } from "./review.tsx";
import { Score } from "./score.tsx";
import { TakeTest } from "./take-test.tsx";
import { TestList, type TestListProps } from "./test-list.tsx";

/** The views of a signed-in student. */
export const View = ({ route, ...ofList }: { readonly route: Route } & TestListProps) => {
  switch (route.view) {
    case "test":
      return <TakeTest route={route} />;
    case "review":
      return <Review route={route} />;
    case "receipt":
      return <Receipt route={route} />;
    case "score":
      return <Score route={route} />;
    default:
      return <TestList {...ofList} />;
  }
};

export { Reminders } from "./reminders.tsx";
