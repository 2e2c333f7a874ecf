import { type DialectName, toSql } from 'kizuna/sql';
import type { Peer, Rows, Threads } from '../churn/serve.js';
import { HANDWRITTEN } from './handwritten.js';
import { codeOf, QUESTIONS, type Question } from './questions.js';

/** An engine that answers kizuna's queries and those written by hand. */
export interface Engine {
  readonly version: string;
  load(folder: string): Promise<void> | void;
  /** Runs a query; `rows` reads what came, which is not timed. Without values the text stands alone. */
  ask(sql: string, values: unknown, threads: Threads): Promise<() => readonly ArrayLike<unknown>[]>;
}

/** The name of kizuna's query of a workload. */
export const OURS = 'kizuna';

/** An engine as a peer: a form for each workload and query, `W2: kizuna` among them. */
export function questionsOf(dialect: DialectName, engine: Engine): Peer {
  const forms: [string, Peer['forms'][string]][] = [];
  for (const question of QUESTIONS) {
    const query = compiled(question, dialect);
    if (query === null) continue;
    forms.push([
      `${question.id}: ${OURS}`,
      async (threads) => {
        const rows = await engine.ask(query.sql, query.parameters, threads);
        return () => question.rows(question.metric.finish(query.read(rows())));
      },
    ]);
    for (const { form, sql } of HANDWRITTEN[dialect][question.id] ?? []) {
      forms.push([
        `${question.id}: ${form}`,
        async (threads) => {
          const rows = await engine.ask(sql, null, threads);
          return (): Rows => {
            const read = Array.from(rows(), (row) => Array.from(row, codeOf));
            return question.handRows?.(read) ?? read;
          };
        },
      ]);
    }
  }
  return { version: engine.version, load: engine.load, forms: Object.fromEntries(forms) };
}

/** A workload as kizuna writes it; `null` where its metric is not written yet. */
export function compiled(question: Pick<Question, 'metric' | 'source'>, dialect: DialectName) {
  try {
    return toSql(question.metric as never, question.source(dialect) as never); // the source holds the metric's rows
  } catch (error) {
    if (error instanceof Error && error.name === 'SqlCompileError') return null;
    throw error;
  }
}
