import type { BrowserPage, NamedKey, Point } from "./browser.ts";

/** @see https://www.w3.org/TR/webdriver2/#keyboard-actions */
const keyValues: Readonly<Record<NamedKey, string>> = { Tab: "\uE004", Enter: "\uE007", " ": " " };

/** Actions of the mouse as both WebDriver protocols take them. */
export const clickActions = ({ x, y }: Point): object[] => [
  {
    type: "pointer",
    id: "mouse",
    parameters: { pointerType: "mouse" },
    actions: [
      { type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: 0 },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ],
  },
];

/** Actions of the keyboard as both WebDriver protocols take them. */
export const keyActions = (keys: Parameters<BrowserPage["press"]>[0]): object[] => {
  const values = typeof keys === "string" ? [keyValues[keys]] : [...keys.text];
  const actions = values.flatMap((value) => [
    { type: "keyDown", value },
    { type: "keyUp", value },
  ]);
  return [{ type: "key", id: "keyboard", actions }];
};
