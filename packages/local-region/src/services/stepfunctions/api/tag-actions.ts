import * as z from "zod";
import { AwsError } from "../../../ports.ts";
import type { EngineContext } from "../engine-context.ts";
import { type Tag, tagsIn } from "../journal/machines.ts";
import { action, arnSchema } from "./action.ts";

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Tag.html */
const keySchema = z.string().min(1).max(128);

export const tagsSchema = z.array(z.strictObject({ key: keySchema, value: z.string().max(256).default("") }));

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html */
const mostTags = 50;

const tagsOf = ({ machines }: Pick<EngineContext, "machines">, resourceArn: string): readonly Tag[] => {
  const machine = machines.find(resourceArn);
  if (!machine) throw new AwsError("ResourceNotFound", `Resource not found: '${resourceArn}'`);
  return tagsIn(machine);
};

export const listTagsForResource = action(
  z.strictObject({ resourceArn: arnSchema }),
  (context, { resourceArn }) => ({ tags: tagsOf(context, resourceArn).map((tag) => ({ ...tag })) }),
);

/** A tag whose key is there already gets the new value. */
export const tagResource = action(
  z.strictObject({ resourceArn: arnSchema, tags: tagsSchema }),
  async (context, { resourceArn, tags }) => {
    const known = tagsOf(context, resourceArn);
    const all = new Map([...known, ...tags].map(({ key, value }) => [key, value]));
    if (all.size > mostTags) {
      throw new AwsError(
        "TooManyTags",
        `'${resourceArn}' would have ${all.size} tags; it can have ${mostTags}.`,
      );
    }
    await context.machines.tag(
      resourceArn,
      [...all].map(([key, value]) => ({ key, value })),
    );
    return {};
  },
);

export const untagResource = action(
  z.strictObject({ resourceArn: arnSchema, tagKeys: z.array(keySchema) }),
  async (context, { resourceArn, tagKeys }) => {
    const known = tagsOf(context, resourceArn);
    await context.machines.tag(
      resourceArn,
      known.filter(({ key }) => !tagKeys.includes(key)),
    );
    return {};
  },
);
