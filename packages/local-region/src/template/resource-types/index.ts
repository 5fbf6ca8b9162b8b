import type { ResourceType } from "../resource-type.ts";
import { computeTypes } from "./compute.ts";
import { edgeTypes } from "./edge.ts";
import { gatewayTypes } from "./gateway.ts";
import { identityTypes } from "./identity.ts";
import { mailTypes } from "./mail.ts";
import { monitoringTypes } from "./monitoring.ts";
import { storageTypes } from "./storage.ts";
import { workflowTypes } from "./workflow.ts";

const all: readonly ResourceType[] = [
  ...storageTypes,
  ...identityTypes,
  ...computeTypes,
  ...gatewayTypes,
  ...edgeTypes,
  ...workflowTypes,
  ...mailTypes,
  ...monitoringTypes,
];

/** Every type of resource that the region starts or knows to be harmless. Any other stops the start. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(all.map((type) => [type.type, type]));
