/**
 * For a program that opens a port of its own on this machine: the rule that all ports of a region follow. Loads nothing
 * else.
 */
export { type Door, type DoorSettings, openDoor } from "./door.ts";
export { type OwnHosts, ownHosts } from "./own-hosts.ts";
