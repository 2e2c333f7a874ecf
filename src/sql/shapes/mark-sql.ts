import type { StepFacts } from '../../log/step-facts.js';
import type { QueryText } from '../query-text.js';
import type { EventMark } from './events-sql.js';
import { stepSql } from './step-sql.js';

/** The mark of the events that are a step; none where every event is. */
export function markSql(query: QueryText, owner: string, step: StepFacts | null, alias: string): readonly EventMark[] {
  const sql = step === null ? null : stepSql(query, owner, step);
  return sql === null ? [] : [{ alias, ...sql }];
}
