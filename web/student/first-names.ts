/** What before-paint.ts and the page's own script both name. */

/** Where a device keeps the student's key. */
export const keyName = "test-time/key";

/** Attribute of the sign-in form that was sent before the page's script was there. */
export const isSentMark = "data-is-sent";
