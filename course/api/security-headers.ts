/**
 * Headers of every answer of the API, the gateway's own included: answers are not cached, sniffed, framed or read by pages of
 * other origins. There are no CORS headers, because the page is served from the API's own origin.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/REST_Security_Cheat_Sheet.html#security-headers
 */
export const securityHeaders = {
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

/** Of answers made by a function. */
export const contentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Of answers made by API Gateway, which takes no fixed value with single quotes in it. */
export const contentSecurityPolicyWithoutQuotes = "sandbox";

/**
 * Of the students' page: scripts, styles and calls of its own origin only, nothing inline, never in a frame. Scripts can't
 * be made from text either (Trusted Types); of the two policies that may be made, one names the page's worker, the other
 * lets in the HTML of published texts.
 */
export const pageHeaders = {
  contentSecurityPolicy: [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "worker-src 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types test-time-worker test-time-text",
  ].join("; "),
  permissionsPolicy: "camera=(), geolocation=(), microphone=()",
} as const;
