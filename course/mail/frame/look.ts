/*
 * How mails look. Mail programs take styles from attributes only, so the light theme is written there; a style sheet in the
 * head, which some drop, adds no more than the dark theme and the rules for a small screen. The colours are those of the
 * pages (web/shared/theme.css), which meet WCAG 2.2 AA in both themes.
 */

/** Each colour in the light and in the dark theme. */
export const colours = {
  paper: ["#faf8f4", "#161715"],
  surface: ["#ffffff", "#20221f"],
  ink: ["#1d1c1a", "#edece7"],
  "ink-soft": ["#5b5850", "#b0aea5"],
  line: ["#ddd8cd", "#3b3d38"],
  accent: ["#0b5d4e", "#84d4c1"],
  "on-accent": ["#ffffff", "#0c2a24"],
  good: ["#1b6537", "#8fd6a6"],
  bad: ["#9c2219", "#f5a49c"],
} as const;

export type Colour = keyof typeof colours;

const properties = { bg: "background-color", fg: "color", edge: "border-color" } as const;

type Property = keyof typeof properties;

const usable: readonly Property[] = ["bg", "fg", "edge"];

/** Which colours an element has: of its background, its text, its border. */
type Uses = Readonly<Partial<Record<Property, Colour>>>;

/**
 * The attributes of an element with these colours, and other styles beside. The dark theme finds it by classes such as
 * `bg-paper`.
 *
 * @param name under which the rules for a small screen find it.
 */
export const styled = (uses: Uses, styles = "", name = ""): string => {
  const classes: string[] = name === "" ? [] : [name];
  const rules: string[] = styles === "" ? [] : [styles];
  for (const use of usable) {
    const colour = uses[use];
    if (colour === undefined) continue;
    classes.push(`${use}-${colour}`);
    rules.push(`${properties[use]}:${colours[colour][0]}`);
  }
  return `class="${classes.join(" ")}" style="${rules.join(";")}"`;
};

const darkRules = usable
  .flatMap((use) =>
    Object.entries(colours).map(
      ([colour, [, dark]]) => `.${use}-${colour}{${properties[use]}:${dark}!important}`,
    ),
  )
  .join("");

/** Two sheets: a mail program that can't read a rule may drop the whole sheet that it stands in. */
export const styleSheets = [
  ":root{color-scheme:light dark;supported-color-schemes:light dark}@media (max-width:480px){.outer{padding:16px 0!important}.card{padding:22px 16px 8px!important;border-width:1px 0!important;border-radius:0!important}.edge{padding-left:16px!important;padding-right:16px!important}.name{white-space:normal!important}.data{font-size:13px!important}.data td,.data th{padding:6px 4px!important}}",
  `@media (prefers-color-scheme:dark){${darkRules}}`,
]
  .map((sheet) => `<style>${sheet}</style>`)
  .join("");

/** In single quotes, because it stands in an attribute. */
export const font =
  "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Helvetica Neue',Arial,sans-serif";

export const monospace = "font-family:ui-monospace,'SF Mono','Cascadia Mono',Menlo,Consolas,monospace";

/** A table that only arranges. */
export const layoutTable = 'role="presentation" cellpadding="0" cellspacing="0" border="0"';
