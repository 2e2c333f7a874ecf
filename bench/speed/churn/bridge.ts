import { join } from 'node:path';
import * as kizuna from 'kizuna';
import { compare, type Rival } from '../customers/compare.js';
import type { Verdict } from '../events/table.js';
import type { PeerProcess } from '../peer-process.js';
import { interleave, type Timing, timed } from '../run.js';
import { type Changes, changesOf } from './data.js';
import { writeChanges } from './files.js';
import type { Rows, Threads } from './serve.js';

/** Peers who run on one thread if they are asked, and those who must be started so. */
export interface BridgePeers {
  readonly one: readonly PeerProcess[];
  readonly byDefault: readonly PeerProcess[];
}

/** The ledger of typed columns. */
export function ledgerOf({ customer, time, cents, customers }: Changes): kizuna.RevenueLedger {
  const values = Int32Array.from({ length: customers }, (_, code) => code);
  const amount = Float64Array.from(cents, (value) => value / 100);
  return kizuna.changeLedger({ customer: { codes: customer, values }, time, amount }, ROLES);
}

const ROLES = { customer: 'customer', time: 'time', amount: 'amount' } as const;

/** Movements of a year of changes, month by month. The answers are compared first. */
export async function compareBridge(
  n: number,
  peers: BridgePeers,
  folder: string,
  threads: readonly string[],
  isQuick: boolean,
): Promise<Verdict[]> {
  const changes = changesOf(n);
  const files = writeChanges(join(folder, 'changes'), changes);
  const ledger = ledgerOf(changes);
  const ask = () => kizuna.recurringRevenue(ledger, { unit: 'month' });
  const first = timed(() => String(ask().length));
  const known = textOf(movementsOf(ask()));
  console.log(
    `\n${n.toLocaleString('en')} changes, ${new Set(changes.customer).size.toLocaleString('en')} customers; first call of kizuna ${first.cpu.toFixed(1)} ms`,
  );
  for (const peer of new Set([...peers.one, ...peers.byDefault])) {
    await peer.load('bridge', files);
    for (const form of peer.forms) {
      const rows = (await peer.answer(form, { threads: 'one' })) as Rows; // the scripts in `peers` tell rows
      requireSame(`${peer.name}, ${form}`, known, textOf(rows));
    }
  }
  const title = `monthly bridge, ${n.toLocaleString('en')} changes`;
  const ours = {
    name: "kizuna recurringRevenue(ledger, { unit: 'month' })",
    run: () => timed(() => String(ask().length)),
  };
  const rounds = isQuick ? 3 : 7;
  const verdicts: Verdict[] = [];
  if (threads.includes('one')) {
    const rivals = await fastestOf(peers.one, 'one', (timing) => timing.cpu);
    const judged = rivals.map((rival) => (n === LIMIT_AT && isJudged(rival.name) ? { ...rival, atLeast: 7 } : rival));
    verdicts.push(...(await compare(`${title}, one thread, CPU`, ours, judged, { rounds, warm: 3 })));
  }
  if (threads.includes('default')) {
    const rivals = await fastestOf(peers.byDefault, 'default', (timing) => timing.wall);
    printWall(`${title}, default threads, least time on the clock`, await interleave([ours, ...rivals], rounds, 3));
  }
  return verdicts;
}

/** The number of changes that the limit is for. */
const LIMIT_AT = 1e6;

/**
 * Who has the changes in the order of time, as the ledger has them. Shown only: tables sorted by customer, for which most of the work was
 * done when they were loaded, and kernels written by hand in NumPy.
 */
function isJudged(name: string): boolean {
  return name.includes('log order') && !name.startsWith('NumPy');
}

/** A movement a row: month from 0, kind (new, expansion, contraction, churned, reactivation), cents, customers. */
function movementsOf(rows: readonly kizuna.RecurringRevenuePeriod[]): Rows {
  return rows.flatMap((row) => {
    const month = Number(row.period.slice(5)) - 1;
    const { customers } = row;
    return [
      [month, 0, cents(row.new), customers.new],
      [month, 1, cents(row.expansion), customers.expanded],
      [month, 2, -cents(row.contraction), customers.contracted],
      [month, 3, -cents(row.churned), customers.churned],
      [month, 4, cents(row.reactivation), customers.reactivated],
    ];
  });
}

function cents(amount: number): number {
  return Math.round(amount * 100);
}

/** Rows in one order, without those of nobody. */
function textOf(rows: Rows): string {
  return rows
    .filter(([, , , count]) => count !== 0)
    .map(([month = 0, kind = 0, ...rest]) => [100 * month + kind, ...rest])
    .sort(([a = 0], [b = 0]) => a - b)
    .map((row) => row.join(' '))
    .join('\n');
}

function requireSame(who: string, ours: string, theirs: string): void {
  if (ours === theirs) return;
  const [own, other] = [ours.split('\n'), theirs.split('\n')];
  const place = own.findIndex((row, i) => row !== other[i]);
  throw new Error(`bridge: ${who} has ${other[place]}, kizuna ${own[place]}`);
}

/** Of each system (what stands before the colon) the formulation that takes least when warm. */
async function fastestOf(
  peers: readonly PeerProcess[],
  threads: Threads,
  time: (timing: Timing) => number,
): Promise<Rival[]> {
  const best = new Map<string, { readonly took: number; readonly rival: Rival }>();
  for (const peer of peers) {
    for (const form of peer.forms) {
      const [own = '', way = ''] = form.split(': ');
      const system = peer.name === FRAMES ? own : `${peer.name}, ${own}`;
      const run = () => peer.run(form, { threads });
      const took = Math.min(time(await run()), time(await run()));
      if (took < (best.get(system)?.took ?? Number.POSITIVE_INFINITY)) {
        best.set(system, { took, rival: { name: `${system} (${way})`, run } });
      }
    }
  }
  return [...best.values()].map(({ rival }) => rival);
}

/** The name of the process that runs both NumPy and pandas. */
export const FRAMES = 'NumPy and pandas';

function printWall(title: string, medians: ReadonlyMap<string, Timing>): void {
  const [own] = medians.values();
  console.log(`\n${title}`);
  for (const [name, { wall }] of medians) {
    const ratio = wall / (own?.wall ?? Number.NaN);
    console.log(`  ${name.padEnd(62)} ${wall.toFixed(2).padStart(10)} ms ${ratio.toFixed(1).padStart(7)}×`);
  }
}
