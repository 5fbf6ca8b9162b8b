/** How a view is looked at: on which device, in which theme. */
export interface Look {
  readonly size: "phone" | "laptop";
  /** In CSS pixels. */
  readonly viewport: { readonly width: number; readonly height: number };
  readonly scheme: "light" | "dark";
}

const phone = { size: "phone", viewport: { width: 390, height: 844 } } as const;
const laptop = { size: "laptop", viewport: { width: 1366, height: 768 } } as const;

/** Every view must look right in each. */
export const looks: readonly Look[] = [phone, laptop].flatMap((device) => [
  { ...device, scheme: "light" },
  { ...device, scheme: "dark" },
]);

/** How a picture of a view is called in docs/pictures; `.gitignore` says which are kept there. */
export const pictureName = (view: string, { size, scheme }: Look): string =>
  `${view}-${size}${scheme === "dark" ? "-dark" : ""}.png`;
