import * as z from "zod";
import { parseJson } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import { variableReferences } from "../definition/variable-references.ts";

export const includedDataSchema = z.enum(["ALL_DATA", "METADATA_ONLY"]).optional();

/** What AWS shows in the place of a definition that is not asked for. */
const hidden = "{}";

/** A definition's text and the variables that its states use, where the request asks for them. */
export const definitionMembers = (
  definition: string,
  includedData: z.infer<typeof includedDataSchema>,
): { readonly [member: string]: Json } => {
  if (includedData === "METADATA_ONLY") return { definition: hidden };
  const references = variableReferences(parseJson(definition));
  return Object.keys(references).length === 0
    ? { definition }
    : { definition, variableReferences: references };
};
