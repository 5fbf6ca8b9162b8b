/** What a program needs to run a region; everything else is internal. */
export { Clock } from "./clock.ts";
export { type RegionCommand, runUntilEnded, serveRegion } from "./command/serve-region.ts";
export type { ExecutionCosts, RegionCosts } from "./costs/region-costs.ts";
export { type DataLock, lockDataFolder } from "./data-folder/data-lock.ts";
export { OtherStackError } from "./data-folder/data-stack.ts";
export { ClockBehindError, reachedBy } from "./data-folder/kept-clock.ts";
export { type FaultPlan, type FaultPlanInput, faultPlanSchema, readFaultPlan } from "./faults/fault-plan.ts";
export { accessVariables, clientSettings, type OwnerAccess } from "./owner-access.ts";
export { type Region, type RegionOptions, startRegion } from "./region.ts";
export type { RegionChange } from "./region-changes.ts";
export { RegionError } from "./region-error.ts";
export type { Engine } from "./services/stepfunctions/engine.ts";
export { TemplateProblems } from "./template/problems.ts";
