import type { Line } from './measure.js';
import type { Threads } from './workloads.js';

/**
 * Shown and not judged: no query of an engine but kernels written by hand for this very data. They rest on a log in the order of
 * time and on codes without gaps, and hold a cell for every customer and every day, customers with few days too.
 */
const BY_HAND = 'NumPy, dense tables';

/** A limit that was measured. */
export interface Verdict {
  readonly what: string;
  readonly found: string;
  readonly limit: string;
  readonly isKept: boolean;
}

/** Prints the systems and how many times kizuna's time each takes; the limit is for the fastest of them. */
export function printLines(title: string, lines: readonly Line[], threads: Threads, atLeast: number | null): Verdict[] {
  const time = (line: Line) => (threads === 'one' ? line.cpu : line.wall);
  const [ours, ...peers] = lines;
  if (ours === undefined) return [];
  const ratio = (line: Line) => time(line) / time(ours);
  console.log(`\n${title}`);
  console.log(`  ${`kizuna ${ours.form}`.padEnd(66)} ${time(ours).toFixed(2).padStart(9)} ms`);
  for (const line of peers) {
    const name = `${line.system} (${line.form})`.padEnd(66);
    const few = line.rounds < 3 ? ` (${line.rounds} rounds)` : '';
    console.log(`  ${name} ${time(line).toFixed(2).padStart(9)} ms ${ratio(line).toFixed(1).padStart(7)}×${few}`);
  }
  if (atLeast === null) return [];
  const [fastest] = peers
    .filter((line) => line !== undefined && line.system !== BY_HAND)
    .sort((a, b) => ratio(a!) - ratio(b!));
  if (fastest === undefined) return [];
  const isKept = ratio(fastest) >= atLeast;
  console.log(`  fastest peer ÷ kizuna ${ratio(fastest).toFixed(1)}× (≥ ${atLeast}×${isKept ? '' : ': MISSED'})`);
  return [{ what: title, found: `${ratio(fastest).toFixed(1)}× ${fastest.system}`, limit: `≥ ${atLeast}×`, isKept }];
}

/** A verdict on a number that may not exceed its limit; printed. */
export function atMost(what: string, found: number, limit: number, unit: string): Verdict {
  const verdict = { what, found: `${found.toFixed(2)}${unit}`, limit: `≤ ${limit}${unit}`, isKept: found <= limit };
  console.log(`  ${what}: ${verdict.found} (${verdict.limit}${verdict.isKept ? '' : ': MISSED'})`);
  return verdict;
}

/** A verdict on a number that must reach its limit; printed. */
export function atLeast(what: string, found: number, limit: number, unit: string): Verdict {
  const verdict = { what, found: `${found.toFixed(2)}${unit}`, limit: `≥ ${limit}${unit}`, isKept: found >= limit };
  console.log(`  ${what}: ${verdict.found} (${verdict.limit}${verdict.isKept ? '' : ': MISSED'})`);
  return verdict;
}

export function printSummary(verdicts: readonly Verdict[]): void {
  if (verdicts.length === 0) return;
  const width = Math.max(...verdicts.map(({ what }) => what.length));
  console.log('\nLimits');
  for (const { what, found, limit, isKept } of verdicts) {
    console.log(`  ${isKept ? 'kept  ' : 'MISSED'} ${what.padEnd(width)}  ${limit.padEnd(8)} ${found}`);
  }
  const missed = verdicts.filter(({ isKept }) => !isKept).length;
  console.log(missed === 0 ? `all ${verdicts.length} kept` : `${missed} of ${verdicts.length} missed`);
}
