/** What looking at one thing cost, once. */
export interface Look {
  readonly wallMs: number;
  /** Processor time of the region, of the console in it, and of the command; not that of a browser. */
  readonly cpuMs: number;
  /** Payload; of the console's page: of all calls of its view, before compression. Left out: a command. */
  readonly bytes?: number;
  /** Calls that a page has made. */
  readonly calls?: number;
}

/** The median of several looks, by what was looked at. */
export type Figures = ReadonlyMap<string, Look>;

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export const medianLook = (looks: readonly Look[]): Look => {
  const of = (figure: (look: Look) => number | undefined): number | undefined => {
    const values = looks.map(figure).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : Math.round(median(values));
  };
  const [bytes, calls] = [of((look) => look.bytes), of((look) => look.calls)];
  return {
    wallMs: of(({ wallMs }) => wallMs) ?? 0,
    cpuMs: of(({ cpuMs }) => cpuMs) ?? 0,
    ...(bytes !== undefined && { bytes }),
    ...(calls !== undefined && { calls }),
  };
};

/** Processor time of this process since `before`, threads included; milliseconds. */
export const cpuMsSince = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** Looks several times, after once to warm up. */
export const lookOften = async (times: number, look: () => Promise<Look>): Promise<Look> => {
  const looks: Look[] = [];
  for (let turn = 0; turn <= times; turn += 1) looks.push(await look());
  return medianLook(looks.slice(1));
};
