import { median, type Timing, timed } from '../run.js';
import { startPeer } from './client.js';
import { eventColumns, eventRows, type Row } from './data.js';
import { ingestByHand } from './ingest.js';
import { logOfRows, QUESTIONS } from './kizuna.js';
import { requireSame } from './measure.js';
import { atLeast, atMost, type Verdict } from './table.js';
import { answerOf, type Workload, type WorkloadId } from './workloads.js';

/** From row objects in memory to the answer: kizuna's log and metric, DuckDB's appender and best query, one thread each. */
export async function compareRows(n: number, workloads: readonly Workload[], rounds: number): Promise<Verdict[]> {
  console.log(`\n${n.toLocaleString('en')} row objects to the answer, one thread, CPU`);
  const rows = eventRows(eventColumns(n));
  const verdicts = compareIngest(rows, rounds);
  const peer = await startPeer('DuckDB', 'duckdb.ts');
  if (peer === null) return verdicts;
  await peer.ask({ ask: 'prepare rows', n });
  for (const { id, title } of workloads) {
    const question = QUESTIONS[id];
    if (!peer.queries.some(({ workload }) => workload === id)) continue;
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds + 1; round += 1) {
      const { cpu } = timed(() => (question.ask(logOfRows(rows)) === null ? 'none' : ''));
      const reply = await peer.ask({ ask: 'run rows', workload: id });
      if (round === 0) compareRowAnswers(id, answerOf(id, reply.rows ?? []), rows);
      else {
        ours.push(cpu);
        theirs.push(reply.cpu ?? Number.NaN);
      }
    }
    const [a, b] = [median(ours), median(theirs)];
    console.log(`  ${id} ${title}: kizuna ${a.toFixed(0)} ms, DuckDB ${b.toFixed(0)} ms`);
    verdicts.push(atLeast(`${id} from ${n.toExponential(0)} row objects, DuckDB ÷ kizuna`, b / a, 4, '×'));
  }
  peer.stop();
  return verdicts;
}

/** Building the log beside the loop that only fills the columns. */
function compareIngest(rows: readonly Row[], rounds: number): Verdict[] {
  const [log, hand]: [Timing[], Timing[]] = [[], []];
  for (let round = 0; round < rounds + 2; round += 1) {
    log.push(timed(() => String(logOfRows(rows).length)));
    hand.push(timed(() => String(ingestByHand(rows).customers.length)));
  }
  const perRow = (list: readonly Timing[]) => (median(list.slice(2).map(({ cpu }) => cpu)) * 1e6) / rows.length;
  const [ours, floor] = [perRow(log), perRow(hand)];
  console.log(`  log alone: kizuna ${ours.toFixed(0)} ns a row, loop by hand without checks ${floor.toFixed(0)}`);
  return [atMost('building the log ÷ loop by hand', ours / floor, 1.3, '×')];
}

function compareRowAnswers(id: WorkloadId, theirs: string, rows: readonly Row[]): void {
  const question = QUESTIONS[id];
  const log = logOfRows(rows);
  const ours = answerOf(id, question.rows(log));
  requireSame(id, 'DuckDB, from row objects,', theirs, new Map([[id, ours]]));
}
