/** What contenders took, in milliseconds, and what they answered. */
export interface Contender {
  readonly name: string;
  /** Runs once; returns the milliseconds and an answer to compare. */
  run(): Promise<Timing> | Timing;
}

export interface Timing {
  /** Milliseconds of CPU, all threads of the process. */
  readonly cpu: number;
  /** Milliseconds on the clock; of several runs the least, as other work on the machine only adds to it. */
  readonly wall: number;
  readonly answer: string;
}

/** CPU time (all threads) of a function, and what it answered. */
export function timed(answer: () => string): Timing {
  const start = performance.now();
  const before = process.cpuUsage();
  const said = answer();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1000, wall: performance.now() - start, answer: said };
}

/** Runs the contenders in turn, round by round, after warm rounds that do not count; of each the run with the median CPU time. */
export async function interleave(
  contenders: readonly Contender[],
  rounds: number,
  warm = 1,
): Promise<Map<string, Timing>> {
  const timings = new Map<string, Timing[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < warm + rounds; round += 1) {
    for (const contender of contenders) {
      const timing = await contender.run();
      if (round >= warm) timings.get(contender.name)?.push(timing);
    }
  }
  const medians = new Map<string, Timing>();
  for (const [name, list] of timings) {
    const middle = [...list].sort((a, b) => a.cpu - b.cpu)[list.length >> 1];
    if (middle !== undefined) medians.set(name, { ...middle, wall: Math.min(...list.map(({ wall }) => wall)) });
  }
  return medians;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Prints the medians and their ratio to the first contender, which is kizuna; says whether the answers agree. */
export function report(
  title: string,
  medians: ReadonlyMap<string, Timing>,
  limits: ReadonlyMap<string, number>,
): boolean {
  const [first] = medians.values();
  if (first === undefined) return false;
  console.log(`\n${title}`);
  let isFine = true;
  for (const [name, { cpu, answer }] of medians) {
    const ratio = first.cpu / cpu;
    const limit = limits.get(name);
    const agrees = answer === first.answer || answer === '';
    const verdict = [
      agrees ? '' : `other answer: ${answer}`,
      limit !== undefined && ratio > limit ? `above ${limit}` : '',
    ];
    if (verdict.some((text) => text !== '')) isFine = false;
    const bound = limit === undefined ? '' : `(at most ${limit})`;
    console.log(
      `  ${name.padEnd(46)} ${cpu.toFixed(1).padStart(8)} ms   kizuna ÷ it ${ratio.toFixed(2).padStart(5)} ${bound} ${verdict.join(' ')}`,
    );
  }
  return isFine;
}
