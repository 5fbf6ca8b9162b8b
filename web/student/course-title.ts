/** The title of the course, as `index.html` says it. */
export const courseTitle = (): string =>
  document.querySelector('meta[name="application-name"]')?.getAttribute("content") ?? "";
