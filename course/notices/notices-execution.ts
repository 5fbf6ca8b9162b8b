import * as z from "zod";
import { counted } from "../counted.ts";
import type { Instant } from "../ids.ts";
import { jsonOrUndefined } from "../unknown-value.ts";
import { instantOfNotice } from "./notice.ts";
import {
  closeNoticesOutputSchema,
  type NoticeCounts,
  noticeCountsSchema,
  noticesRequestSchema,
} from "./notices-run.ts";

/** What started an execution of the notices' workflow, by its input. */
export const startedBy = (input: string | undefined): "day" | "publishing" | "by-hand" => {
  const request = noticesRequestSchema.safeParse(jsonOrUndefined(input)).data;
  if (request?.remind !== undefined) return "by-hand";
  return request?.from === undefined ? "day" : "publishing";
};

export const startWords = {
  day: "The day's notices",
  publishing: "After a publishing",
  "by-hand": "Reminder by hand",
} as const satisfies Record<ReturnType<typeof startedBy>, string>;

/** An instant that failed has an error in place of its counts. */
const outputSchema = z.array(z.unknown());

/** What an execution of the notices' workflow has told, all of its instants together, by its output. */
export const countsIn = (output: string | undefined): NoticeCounts => {
  const instants = outputSchema.safeParse(jsonOrUndefined(output)).data ?? [];
  const counts = instants.flatMap(
    (instant) => closeNoticesOutputSchema.safeParse(instant).data?.counts ?? [],
  );
  const sum = (name: keyof NoticeCounts): number => counts.reduce((total, one) => total + one[name], 0);
  return noticeCountsSchema.parse(
    Object.fromEntries(noticeCountsSchema.keyof().options.map((name) => [name, sum(name)])),
  );
};

/** One instant of an execution; `counts` undefined: it failed. */
export interface ToldInstant {
  readonly at: Instant | undefined;
  readonly counts: NoticeCounts | undefined;
}

/** The instants of an execution's output, in their order. */
export const instantsIn = (output: string | undefined): ToldInstant[] =>
  (outputSchema.safeParse(jsonOrUndefined(output)).data ?? []).map((instant) => {
    const closed = closeNoticesOutputSchema.safeParse(instant).data;
    return { at: closed && instantOfNotice(closed.noticeId), counts: closed?.counts };
  });

/** Why notices that were planned did not go out, as far as that is how it should be: `2 sent in meanwhile, 1 turned off`. */
export const spareWords = ({ submitted, off, already, lapsed }: NoticeCounts): string =>
  (
    [
      [submitted, "sent in meanwhile"],
      [off, "turned off"],
      [already, "told before"],
      [lapsed, "no longer due, or too late to tell"],
    ] as const
  )
    .flatMap(([n, why]) => (n > 0 ? [`${n} ${why}`] : []))
    .join(", ");

/** `3 notices; 1 refused`. A mail has all notices that a student gets at one instant. */
export const toldWords = ({ told, refused, unknown, failed }: NoticeCounts): string => {
  const others = [
    [refused, "refused"],
    [unknown, "not known whether it went out"],
    [failed, "failed"],
  ] as const;
  return [
    told === 0 ? "no notice" : counted(told, "notice"),
    ...others.flatMap(([n, what]) => (n > 0 ? [`${n} ${what}`] : [])),
  ].join("; ");
};
