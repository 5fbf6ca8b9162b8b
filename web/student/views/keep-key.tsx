import { signIn } from "../first-words.ts";

interface KeepKeyProps {
  readonly isKept: boolean;
  readonly onChange: (isKept: boolean) => void;
}

/** The key stays on a device only if the student says so. */
export const KeepKey = ({ isKept, onChange }: KeepKeyProps) => (
  <label class="check">
    <input type="checkbox" checked={isKept} onChange={(event) => onChange(event.currentTarget.checked)} />
    <span>{signIn.keepKey}</span>
  </label>
);
