import { type Contender, interleave, type Timing } from '../run.js';
import type { PeerProcess } from './client.js';
import type { Threads, WorkloadId } from './workloads.js';
import { answerOf } from './workloads.js';

/** What one system took for a workload: the median of its rounds. */
export interface Line {
  readonly system: string;
  readonly form: string;
  readonly cpu: number;
  readonly wall: number;
  readonly rounds: number;
}

export interface Ours {
  readonly form: string;
  run(): Timing;
}

// A system that takes longer than this for one call, and many times the fastest peer, gets two rounds after its first call.
const SLOW = 2_000;
const FAR_BEHIND = 4;

/**
 * kizuna and the fastest formulation of each system, in turn, one at a time, after at least four warm calls.
 * The first line is kizuna's.
 */
export async function measureWorkload(
  workload: WorkloadId,
  threads: Threads,
  ours: Ours,
  peers: readonly PeerProcess[],
  rounds: number,
): Promise<Line[]> {
  for (let call = 0; call < 2; call += 1) ours.run();
  const chosen: Chosen[] = [];
  for (const peer of peers) chosen.push(...(await fastestForms(workload, threads, peer)));
  const limit = Math.max(SLOW, FAR_BEHIND * Math.min(...chosen.map(({ warm }) => warm)));
  const quick = chosen.filter(({ warm }) => warm <= limit);
  const slow = chosen.filter(({ warm }) => warm > limit);
  const all = [{ name: 'kizuna', form: ours.form, run: () => ours.run() }, ...quick];
  const medians = new Map([...(await interleave(all, rounds, 2)), ...(await interleave(slow, 2, 0))]);
  return [...all, ...slow].flatMap(({ name, form }) => {
    const timing = medians.get(name);
    const count = slow.some((each) => each.name === name) ? 2 : rounds;
    return timing === undefined ? [] : [{ system: name, form, cpu: timing.cpu, wall: timing.wall, rounds: count }];
  });
}

interface Chosen extends Contender {
  readonly form: string;
  /** Milliseconds of its last call before the rounds. */
  readonly warm: number;
}

/** Of each of a peer's systems the formulation that is fastest when warm. */
async function fastestForms(workload: WorkloadId, threads: Threads, peer: PeerProcess): Promise<Chosen[]> {
  const best = new Map<string, Chosen>();
  if (!peer.threads.includes(threads)) return [];
  for (const [query, { system, form, workload: of }] of peer.queries.entries()) {
    if (of !== workload) continue;
    const run = () => runQuery(peer, query, threads);
    const first = await run(); // the second at least: the first gave the answer that was compared
    const { cpu, wall } = first.cpu > SLOW ? first : await run();
    const warm = threads === 'one' ? cpu : wall;
    if (warm < (best.get(system)?.warm ?? Infinity)) best.set(system, { name: system, form, warm, run });
  }
  return [...best.values()];
}

async function runQuery(peer: PeerProcess, query: number, threads: Threads): Promise<Timing> {
  const { cpu = Number.NaN, wall = Number.NaN } = await peer.ask({ ask: 'run', query, threads, wantsRows: false });
  return { cpu, wall, answer: '' };
}

/** Asks every formulation for its answer and throws where one is not the expected one. */
export async function compareAnswers(
  workloads: readonly WorkloadId[],
  expected: ReadonlyMap<WorkloadId, string>,
  peers: readonly PeerProcess[],
): Promise<number> {
  let compared = 0;
  const known = new Map(expected);
  for (const peer of peers) {
    for (const [query, { workload, system, form }] of peer.queries.entries()) {
      if (!workloads.includes(workload)) continue;
      const threads = peer.threads[0] ?? 'one';
      const { rows = [] } = await peer.ask({ ask: 'run', query, threads, wantsRows: true });
      requireSame(workload, `${system} (${form})`, answerOf(workload, rows), known);
      compared += 1;
    }
  }
  return compared;
}

/** The first answer to a workload becomes the expected one; another answer than that is an error. */
export function requireSame(workload: WorkloadId, who: string, answer: string, known: Map<WorkloadId, string>): void {
  const expected = known.get(workload);
  if (expected === undefined) known.set(workload, answer);
  else if (expected !== answer) {
    const [ours, theirs] = [expected.split(' '), answer.split(' ')];
    const place = ours.findIndex((value, i) => value !== theirs[i]);
    throw new Error(`${workload}: ${who} answers ${theirs[place]} at place ${place}, others ${ours[place]}`);
  }
}
