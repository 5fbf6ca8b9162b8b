import { useCallback, useEffect, useState } from "preact/hooks";
import type { Api, Key } from "../api.ts";
import type { BegunForm } from "../begun-form.ts";
import { signIn as words } from "../first-words.ts";
import { useWindowEvent } from "../window-event.ts";
import { KeepKey } from "./keep-key.tsx";
import { Notice, Title } from "./parts.tsx";

/** The id is the key's part before the last dot; null: the text is not a key. */
export const keyOf = (text: string): Key | null => {
  const key = text.replaceAll(/\s/g, "");
  const [, studentId] = /^([A-Za-z0-9][A-Za-z0-9._-]*)\.[A-Za-z0-9_-]+$/.exec(key) ?? [];
  return studentId === undefined ? null : { studentId, key };
};

interface SignInProps {
  readonly api: Api;
  /** Of the invitation; "" without one. */
  readonly studentId: string;
  /** Why the student has to sign in again. */
  readonly why: string | null;
  readonly begunForm: () => BegunForm;
  /** The student has given a key, which the server is asked about. */
  readonly onBegin: () => void;
  readonly onSignedIn: (key: Key, isKept: boolean) => void;
}

export const SignIn = ({ api, studentId, why, begunForm, onBegin, onSignedIn }: SignInProps) => {
  const [begun] = useState(begunForm);
  const [text, setText] = useState(begun.text);
  const [isKept, setIsKept] = useState(begun.isKept);
  const [problem, setProblem] = useState(why);
  const [isAsking, setIsAsking] = useState(false);
  useWindowEvent(
    "online",
    useCallback(() => setProblem((last) => (last === words.isUnreachable ? null : last)), []),
  );

  const signIn = async (): Promise<void> => {
    const key = keyOf(text);
    if (!key) return setProblem(words.isNoKey);
    setIsAsking(true);
    onBegin();
    const outcome = await api.list(key);
    setIsAsking(false);
    if (outcome.status === "done") onSignedIn(key, isKept);
    else setProblem(outcome.status === "refused" ? outcome.words : words.isUnreachable);
  };
  useEffect(() => {
    if (begun.isSent) void signIn();
  }, [begun]);

  return (
    <main>
      <Title text={words.title} />
      <p>
        {studentId === "" ? words.welcomeStranger : words.welcome(studentId)} {words.enterKey}
      </p>
      <form
        class="card stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isAsking) void signIn();
        }}
      >
        <div class="field">
          <label for="key">{words.yourKey}</label>
          <input
            id="key"
            autoComplete="off"
            autoCapitalize="off"
            spellcheck={false}
            value={text}
            aria-invalid={problem !== null}
            aria-describedby="key-problem"
            onInput={(event) => {
              setText(event.currentTarget.value);
              setProblem(null);
            }}
          />
        </div>
        <div id="key-problem" role="alert">
          {problem !== null && <Notice kind="bad">{problem}</Notice>}
        </div>
        <KeepKey isKept={isKept} onChange={setIsKept} />
        <div class="actions">
          <button type="submit" class="button primary" aria-disabled={isAsking}>
            {isAsking ? words.isChecking : words.showTests}
          </button>
        </div>
      </form>
    </main>
  );
};
