import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Status } from "../states.ts";
import type { Loaded } from "../use-load.ts";

/** The view's heading. It takes the focus when the view opens, so that a screen reader begins there. */
export const Title = ({
  children,
  title,
}: {
  readonly children?: ComponentChildren;
  readonly title: string;
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Test Time console`;
  }, [title]);
  // Together with what is drawn: a moment later the focus would be taken from a field that somebody is typing into.
  useLayoutEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
};

const badges: Readonly<Record<Status, readonly [words: string, tone: string]>> = {
  RUNNING: ["running", ""],
  SUCCEEDED: ["succeeded", "good"],
  FAILED: ["failed", "bad"],
  TIMED_OUT: ["timed out", "bad"],
  ABORTED: ["aborted", "warn"],
};

export const Badge = ({ status }: { readonly status: Status }) => (
  <span class={`tag ${badges[status][1]}`}>{badges[status][0]}</span>
);

/** Shows loaded data, that it is loading, or what went wrong. */
export const Shown = <T,>({
  loaded,
  children,
}: {
  readonly loaded: Loaded<T>;
  readonly children: (data: T) => ComponentChildren;
}) => {
  if (loaded.state === "loading") return <p class="soft">Loading …</p>;
  if (loaded.state === "failed") {
    return (
      <p class="notice bad" role="alert">
        This could not be read. {loaded.message}
      </p>
    );
  }
  return (
    <>
      {loaded.problem !== undefined && (
        <p class="notice warn" role="status">
          This is not up to date. {loaded.problem}
        </p>
      )}
      {children(loaded.data)}
    </>
  );
};

export interface TableRow {
  readonly key: string;
  /** One for each head; the first names the row. */
  readonly cells: readonly ComponentChildren[];
}

/** A table; on a narrow screen each row becomes a block whose lines repeat the heads. */
export const Table = ({
  caption,
  heads,
  rows,
  areNumbers = false,
}: {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly TableRow[];
  /** All cells but the first of each row. */
  readonly areNumbers?: boolean;
}) => (
  <table class={areNumbers ? "rows numbers" : "rows"}>
    <caption class="visually-hidden">{caption}</caption>
    <thead>
      <tr>
        {heads.map((head) => (
          <th key={head} scope="col">
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(({ key, cells: [first, ...others] }) => (
        <tr key={key}>
          <th scope="row">{first}</th>
          {others.map((cell, index) => (
            <td key={heads[index + 1]} data-head={heads[index + 1]}>
              {cell}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

export const Section = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) => (
  <section class="card">
    <h2>{title}</h2>
    {children}
  </section>
);

/** A row of values, each with its name. */
export const Facts = ({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: ComponentChildren])[];
}) => (
  <dl class="facts">
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
