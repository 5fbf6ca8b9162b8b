/** What is looked for: exactly this text, or one that matches. */
export type Wanted = string | RegExp;

/** How the page finds an element of each role that the story needs; the name is what people read. */
const selectors = {
  button: "button",
  link: "a[href]",
  heading: "h1",
  radio: "input[type=radio]",
  checkbox: "input[type=checkbox]",
  textbox: "input:not([type=radio], [type=checkbox])",
} as const;

export type Role = keyof typeof selectors;

const asExpression = (wanted: Wanted): string =>
  typeof wanted === "string"
    ? `(text) => text === ${JSON.stringify(wanted)}`
    : `(text) => ${wanted}.test(text)`;

/**
 * Functions for expressions that are evaluated in the page. `when` waits for something to be found: it looks at once, and after
 * each change of the page. It gives `{ value }`, or `{ insteadSays }` when that did not come in time.
 */
const helpers = (timeoutMs: number): string => `
  const plain = (text) => text.replace(/\\s+/g, " ").trim();
  const isShown = (element) => element.getClientRects().length > 0;
  const nameOf = (element) =>
    plain(element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent);
  const all = (selector, isIt, within = document) =>
    [...within.querySelectorAll(selector)].filter((element) => isShown(element) && isIt(nameOf(element)));
  const when = (look) => new Promise((found, failed) => {
    const end = (settle, value) => {
      clearTimeout(timer);
      watcher.disconnect();
      settle(value);
    };
    const again = () => {
      try {
        const value = look();
        if (value) end(found, { value });
      } catch (error) {
        end(failed, error);
      }
    };
    const watcher = new MutationObserver(again);
    const timer = setTimeout(
      () => end(found, { insteadSays: plain(document.body.innerText).slice(0, 600) }),
      ${timeoutMs},
    );
    watcher.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    again();
  });
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const atRest = async (look) => {
    for (;;) {
      const before = await when(look);
      if (!before.value) return before;
      await drawn();
      const now = look();
      if (now && now.x === before.value.x && now.y === before.value.y) return before;
    }
  };`;

const withHelpers = (timeoutMs: number, expression: string): string =>
  `(async () => { ${helpers(timeoutMs)} return ${expression}; })()`;

/** True once the page shows the text. A string need only be part of what is shown. */
export const showsText = (timeoutMs: number, text: Wanted): string => {
  const isIt =
    typeof text === "string"
      ? `(shown) => shown.includes(${JSON.stringify(text)})`
      : `(shown) => ${text}.test(shown)`;
  return withHelpers(timeoutMs, `await when(() => (${isIt})(plain(document.body.innerText)))`);
};

/** True once such an element is there, in the group or section whose words match, where one is named. */
const found = (role: Role, name: Wanted, group?: Wanted): string => {
  const within = group === undefined ? "document" : `all("fieldset, section", ${asExpression(group)})[0]`;
  return `all(${JSON.stringify(selectors[role])}, ${asExpression(name)}, ${within} ?? new DocumentFragment())[0]`;
};

export const hasElement = (timeoutMs: number, role: Role, name: Wanted): string =>
  withHelpers(timeoutMs, `await when(() => Boolean(${found(role, name)}))`);

/** Once such an element is there, stays in its place and a mouse would hit it: the middle of its first line, scrolled into view. */
export const pointOf = (timeoutMs: number, role: Role, name: Wanted, group?: Wanted): string =>
  withHelpers(
    timeoutMs,
    `await atRest(() => {
      const element = ${found(role, name, group)};
      if (!element) return null;
      element.scrollIntoView({ block: "center", behavior: "instant" });
      const { x, y, width, height } = element.getClientRects()[0];
      const middle = { x: x + width / 2, y: y + height / 2 };
      const hit = document.elementFromPoint(middle.x, middle.y);
      return hit && (element.contains(hit) || hit.contains(element)) ? middle : null;
    })`,
  );

/** Moves the focus to such an element, once it is there. */
export const focusOn = (timeoutMs: number, role: Role, name: Wanted): string =>
  withHelpers(
    timeoutMs,
    `await when(() => {
      const element = ${found(role, name)};
      element?.focus();
      return element && document.activeElement === element;
    })`,
  );

/** True once what has the focus has this name. */
export const hasFocus = (timeoutMs: number, name: Wanted): string =>
  withHelpers(timeoutMs, `await when(() => (${asExpression(name)})(nameOf(document.activeElement)))`);
