import { useCallback, useEffect, useState } from "preact/hooks";
import type { ListTestsAnswer, ShowScoreAnswer, ShowTestAnswer } from "../../course/api/answers.ts";
import type { Outcome } from "./api.ts";
import { keepShownTest } from "./device/keep-shown-test.ts";
import { type TestName, testPath } from "./route.ts";
import { useServices } from "./services.ts";
import { useWindowEvent } from "./window-event.ts";

/** What is known of something that the server has; `isOld`: seen earlier, because the server can't be reached now. */
export type Known<T> =
  | { readonly status: "loading" }
  | { readonly status: "ready"; readonly value: T; readonly isOld: boolean }
  | { readonly status: "refused"; readonly code: number; readonly words: string }
  | { readonly status: "unreachable" };

export type Loaded<T> = readonly [
  known: Known<T>,
  again: () => void,
  /** Takes over what the server has just said of a part of it. */
  change: (of: (value: T) => T) => void,
];

const afterOutcome = <T>(outcome: Outcome<T>, seenBefore: T | null): Known<T> => {
  if (outcome.status === "done") return { status: "ready", value: outcome.answer, isOld: false };
  if (outcome.status === "refused") return outcome;
  return seenBefore === null
    ? { status: "unreachable" }
    : { status: "ready", value: seenBefore, isOld: true };
};

interface Source<T> {
  /** Names what is loaded; a new name starts a new load. */
  readonly name: string;
  readonly load: () => Promise<Outcome<T>>;
  readonly seen: () => T | null;
  readonly keep: (value: T) => void;
}

/** Loads from the server, keeps it on the device, and shows what the device has when there is no connection. */
const useKept = <T>(source: Source<T>): Loaded<T> => {
  const { signOut } = useServices();
  const [known, setKnown] = useState<Known<T>>({ status: "loading" });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    void source.load().then((outcome) => {
      if (outcome.status === "done") source.keep(outcome.answer);
      if (!isCurrent) return;
      if (outcome.status === "refused" && outcome.code === 401) signOut(outcome.words);
      else setKnown(afterOutcome(outcome, source.seen()));
    });
    return () => {
      isCurrent = false;
    };
  }, [source.name, round]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  useWindowEvent("online", again);
  const change = (of: (value: T) => T): void => {
    if (known.status !== "ready") return;
    const value = of(known.value);
    source.keep(value);
    setKnown({ ...known, value });
  };
  return [known, again, change];
};

export const useTestList = (): Loaded<ListTestsAnswer> => {
  const { api, device, student, onList } = useServices();
  return useKept({
    name: student.studentId,
    load: () => api.list(student),
    seen: () => device.list(student.studentId),
    keep: (list) => {
      device.keepList(student.studentId, list);
      onList(list);
    },
  });
};

export const useScore = (test: TestName): Loaded<ShowScoreAnswer> => {
  const { api, device, student } = useServices();
  return useKept({
    name: `${student.studentId} ${testPath(test)}`,
    load: () => api.score(student, test),
    seen: () => device.score(student.studentId, test),
    keep: (score) => device.keepScore(student.studentId, test, score),
  });
};

export const useTest = (test: TestName): Loaded<ShowTestAnswer> => {
  const { api, device, student } = useServices();
  return useKept({
    name: `${student.studentId} ${testPath(test)}`,
    load: () => api.show(student, test),
    seen: () => device.test(student.studentId, test),
    keep: (shown) => keepShownTest(device, student.studentId, test, shown),
  });
};
