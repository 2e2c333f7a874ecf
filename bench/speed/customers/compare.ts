import { atLeast, type Verdict } from '../events/table.js';
import { type Contender, interleave } from '../run.js';

/** Someone to compare with, and how many times kizuna's time they must take at least; without it they are shown only. */
export interface Rival extends Contender {
  readonly atLeast?: number;
}

/** kizuna and its rivals in turn: medians of CPU time, each rival's as a multiple of kizuna's, and the verdicts on those with a limit. */
export async function compare(
  title: string,
  ours: Contender,
  rivals: readonly Rival[],
  { rounds, warm }: { readonly rounds: number; readonly warm: number },
): Promise<Verdict[]> {
  const medians = await interleave([ours, ...rivals], rounds, warm);
  const own = medians.get(ours.name)?.cpu ?? Number.NaN;
  console.log(`\n${title}`);
  for (const [name, { cpu }] of medians) {
    const ratio = name === ours.name ? '' : `${(cpu / own).toFixed(1).padStart(7)}×`;
    console.log(`  ${name.padEnd(62)} ${cpu.toFixed(2).padStart(10)} ms ${ratio}`);
  }
  return rivals.flatMap(({ name, atLeast: limit }) =>
    limit === undefined ? [] : [atLeast(`${title}, ${name}`, (medians.get(name)?.cpu ?? Number.NaN) / own, limit, '×')],
  );
}
