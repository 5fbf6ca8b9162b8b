import type { Choice } from "./shapes.ts";

type Choices = readonly Pick<Choice, "answerId" | "answerBody">[];

/** The text of a choice; its id, where it is not offered any more. */
export const bodyOf = (choices: Choices, id: string): string =>
  choices.find(({ answerId }) => answerId === id)?.answerBody ?? id;

export const idsOf = (choices: Choices): readonly string[] => choices.map(({ answerId }) => answerId);

export const isOffered = (choices: Choices, id: string): boolean => idsOf(choices).includes(id);

/** What stands twice in a list of ids; undefined: nothing. */
export const twiceIn = (ids: readonly string[]): string | undefined =>
  ids.find((id, place) => ids.indexOf(id) !== place);
