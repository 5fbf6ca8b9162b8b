import { OtherStackError } from "local-region";
import { idOfStack } from "../../course/stack-name.ts";
import { messageOf } from "../../course/unknown-value.ts";

/** The region's error names stacks; the trainer knows courses. */
const otherCourse = ({ data, kept, asked }: OtherStackError): string => {
  const [keptId, askedId] = [idOfStack(kept), idOfStack(asked)];
  const advice = "Every course has a data folder of its own: choose another with --data.";
  const refusal = `${data} holds another course, ${keptId ?? `that of the stack ${kept}`}, and this is ${askedId ?? `that of the stack ${asked}`}; nothing was changed. ${advice}`;
  if (keptId === null) return refusal;
  return `${refusal} If it is the same course under another title, add \`id: ${keptId}\` to its course.yaml.`;
};

/** What is wrong, as a sentence for the person who started the region. */
export const sayError = (error: unknown): string => {
  if (error instanceof OtherStackError) return otherCourse(error);
  return messageOf(error);
};
