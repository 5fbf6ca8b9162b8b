import { seeded } from "./seeded.ts";

export type Phase = "submitting" | "running";

/** One kill, planned by progress since the region's last start, so that it does not depend on the machine's speed. */
export interface Kill {
  readonly phase: Phase;
  /** Accepted submissions, or events of executions; 0: while the region starts. */
  readonly after: number;
}

/** The share of kills while the class submits. */
const submittingShare = 0.3;

/** The share of kills while the region starts. */
const startingShare = 0.05;

/** Events that the grading of one student adds to its run, at least. */
export const eventsPerStudent = 18;

/**
 * The intervals between kills use up this share of the expected progress; the rest is work that killed regions did without
 * having reported it.
 */
const usedShare = 0.6;

const intervals = (phase: Phase, kills: number, progress: number, random: Iterator<number>): Kill[] => {
  const draw = (): number => random.next().value ?? 0;
  const mean = (progress * usedShare) / Math.max(kills, 1);
  return Array.from({ length: kills }, () => {
    const isStarting = draw() < startingShare;
    return { phase, after: isStarting ? 0 : Math.max(1, Math.round(draw() * 2 * mean)) };
  });
};

/** The kills of a soak, in their order. The same seed, class and number of kills plan the same ones. */
export const planKills = (seed: number, kills: number, students: number): Kill[] => {
  const random = seeded(seed, "kills");
  const submitting = Math.round(kills * submittingShare);
  return [
    ...intervals("submitting", submitting, students, random),
    ...intervals("running", kills - submitting, students * eventsPerStudent, random),
  ];
};
