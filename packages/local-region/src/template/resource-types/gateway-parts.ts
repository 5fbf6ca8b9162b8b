import { shortId } from "../names.ts";
import type { PlannedApi, RegionPlan } from "../plan.ts";
import type { ResourceType } from "../resource-type.ts";

/** A resource whose `Ref` is an id like those of API Gateway. */
export const withShortId: ResourceType["identify"] = ({ logicalId, world }) => ({
  ref: shortId(world.stackName, logicalId),
  attributes: {},
});

/** Adds to the API with that id; returns a problem when the template has none. */
export const addTo = (
  plan: RegionPlan,
  id: string,
  add: (api: PlannedApi) => string | undefined,
): string | undefined => {
  const api = plan.apis.get(id);
  return api ? add(api) : `property RestApiId is "${id}", which is no API of this template`;
};
