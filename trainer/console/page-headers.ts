import type { PageFile } from "../../web/build/build-page.ts";

/** No script, style or frame but the console's own. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export const safetyHeaders: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

export const fileHeaders = ({ contentType, cacheControl }: PageFile): Record<string, string> => ({
  ...safetyHeaders,
  "content-type": contentType,
  "content-security-policy": contentPolicy,
  "cache-control": cacheControl,
});
