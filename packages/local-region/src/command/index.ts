/**
 * For an app's own command that runs a region, such as one that synthesizes first. Nothing here loads the region itself.
 */
export { closeToOthers, makeDataFolder } from "../data-folder/private-files.ts";
export { replaceFile } from "../data-folder/whole-file.ts";
export { isLoopback } from "../http/own-hosts.ts";
export { clockOption, doorOptions, type ServeOptions, trialOptions } from "./options.ts";
export { writeReadyFile } from "./ready-file.ts";
