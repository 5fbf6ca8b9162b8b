import type { IncomingMessage, ServerResponse } from "node:http";
import { readText } from "./answer.ts";
import type { Gatekeeper } from "./gatekeeper.ts";
import { safetyHeaders } from "./page-headers.ts";

const style = `
:root { color-scheme: light dark; --paper: #faf8f4; --ink: #1d1c1a; --line: #8a857a; --accent: #0b5d4e; --on-accent: #fff; --bad: #9c2219 }
@media (prefers-color-scheme: dark) {
  :root { --paper: #161715; --ink: #edece7; --line: #85877f; --accent: #84d4c1; --on-accent: #0c2a24; --bad: #f5a49c }
}
* { box-sizing: border-box }
body { margin: 0; padding: 3rem 1.25rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif }
main { max-width: 26rem; margin: 0 auto }
h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.2 }
p { margin: 0 0 1.25rem }
code { display: inline-block; max-width: 100% }
label { display: block; margin-bottom: 0.25rem; font-weight: 600 }
input, button { width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem; border-radius: 0.625rem; font: inherit }
input { border: 1px solid var(--line); background: transparent; color: inherit }
button { margin-top: 1rem; border: 0; background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.wrong { margin: 0.5rem 0 0; color: var(--bad) }
`;

/** The form has no action, so it goes to the page's own address; the part after `#` stays, and selects the view. */
const page = (isWrong: boolean): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Test Time console: token</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
<h1>Test Time console</h1>
<p>Others may reach this console, and it can do whatever the trainer can. So it asks each browser for a token: the one that was
printed when it started, or the one in the file that was named with <code>--console-token-file</code>.</p>
<form method="post">
<label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="off" required autofocus${isWrong ? ' aria-invalid="true" aria-describedby="wrong"' : ""}>
${isWrong ? '<p class="wrong" id="wrong" role="alert">That is not the token. Copy the whole of it once more.</p>' : ""}
<button>Open the console</button>
</form>
</main>
</body>
</html>
`;

/**
 * Under `no-referrer` a browser would send the form with `Origin: null`, as another site's page does. Nothing else than the
 * form's own style is allowed, and the empty icon in it, so that browsers ask for none.
 */
const headers: Readonly<Record<string, string>> = {
  ...safetyHeaders,
  "referrer-policy": "same-origin",
  "cache-control": "no-store",
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

/**
 * Asks a browser for the console's token, and takes it as a form sends it: in a body, as addresses stay in a browser's
 * history.
 *
 * @throws {Refusal} 413.
 */
export const signIn = async (
  gatekeeper: Gatekeeper,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const isSent = request.method === "POST";
  const token = isSent ? new URLSearchParams(await readText(request)).get("token") : null;
  const cookie = gatekeeper.cookieFor(token?.trim() ?? "", request);
  if (cookie === undefined) {
    response.writeHead(401, headers).end(page(isSent));
    return;
  }
  response.writeHead(303, { ...headers, location: "/console/", "set-cookie": cookie }).end();
};
