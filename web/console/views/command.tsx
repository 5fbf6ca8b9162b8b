import { useContext, useState } from "preact/hooks";
import { ConsoleContext } from "../context.ts";

/** How long a button says that it has copied, in milliseconds. */
const saidMs = 2_000;

/** The command that does the same, with what it needs to find this course, to be copied. @param line without that. */
export const CommandLine = ({ line }: { readonly line: string }) => {
  const { region } = useContext(ConsoleContext);
  const [isCopied, setCopied] = useState(false);
  const whole = [line, ...region.commandOptions].join(" ");
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(whole);
    setCopied(true);
    setTimeout(() => setCopied(false), saidMs);
  };
  return (
    <span class="command">
      <code>{whole}</code>
      {/* Browsers give the clipboard to pages of this machine, and to others over HTTPS only. */}
      {isSecureContext && (
        <button class="copy" type="button" onClick={() => void copy().catch(() => undefined)}>
          {isCopied ? "Copied" : "Copy"}
          <span class="visually-hidden"> {whole}</span>
        </button>
      )}
    </span>
  );
};

/** Under a view's title, or beside a button. */
export const SameCommand = ({ line }: { readonly line: string }) => (
  <p class="same-command soft">
    The same by command: <CommandLine line={line} />
  </p>
);
