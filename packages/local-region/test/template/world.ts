import type { World } from "../../src/template/resource-type.ts";

/** Where a template could be started; nothing is. */
export const world: World = {
  account: "000000000000",
  region: "us-east-1",
  partition: "aws",
  urlSuffix: "amazonaws.com",
  stackName: "Stack",
  queueUrl: (name) => `http://queues/${name}`,
  frontDoorUrl: "http://door",
  assets: new Map(),
};
