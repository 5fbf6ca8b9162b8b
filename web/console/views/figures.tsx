type FigureLine = readonly [name: string, percent: number | null, sentence: string];

/** Figures in percent, each with what it says. */
export const Figures = ({ figures }: { readonly figures: readonly FigureLine[] }) => (
  <dl class="figures">
    {figures.map(([name, percent, sentence]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd class="figure">{percent === null ? "–" : `${percent}%`}</dd>
        <dd class="soft">{sentence}</dd>
      </div>
    ))}
  </dl>
);
