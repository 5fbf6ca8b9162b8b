import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { isObject, tryParseJson } from "../../json.ts";

/** One line of a function's log. */
export interface LogEvent {
  /** Milliseconds since 1970; a line that says no time has that of the line before it. */
  readonly timestamp: number;
  readonly message: string;
}

const timeIn = (line: string): number => {
  const record = line.startsWith("{") ? tryParseJson(line) : undefined;
  const said = isObject(record) ? (record.timestamp ?? record.time) : undefined;
  return Date.parse(typeof said === "string" ? said : line.slice(0, 24));
};

/** The lines of a function's log file; none, when it was never called. */
export async function* logLines(file: string): AsyncIterable<LogEvent> {
  if (!existsSync(file)) return;
  let timestamp = 0;
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const message of lines) {
    const said = timeIn(message);
    if (!Number.isNaN(said)) timestamp = said;
    yield { timestamp, message };
  }
}
