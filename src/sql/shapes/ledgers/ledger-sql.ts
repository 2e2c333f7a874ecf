import { errorOf, InvalidDataError } from '../../../core/errors.js';
import type { LedgerShape } from '../../../log/shapes/ledger-shape.js';
import type { QueryText } from '../../query-text.js';
import type { LedgerTable } from '../../sources/ledger-source.js';
import type { LeftOut, ShapeSql } from '../shape-sql.js';
import { factsSql } from './facts.js';
import { eachSql, endsSql, goneSql } from './moves.js';
import { cohortsSql, paidSql, poolsSql } from './pools.js';
import { ledgerOf } from './rows.js';

/** Writes a shape of a ledger. */
export function ledgerSql(query: QueryText, shape: LedgerShape): ShapeSql {
  const ledger = ledgerOf(query);
  return { rows: rowsOf(query, shape), judge: (leftOut) => judge(ledger, leftOut) };
}

function rowsOf(query: QueryText, shape: LedgerShape): QueryText {
  switch (shape.kind) {
    case 'facts':
      return factsSql(query, shape);
    case 'ends':
      return endsSql(query, shape);
    case 'gone':
      return goneSql(query, shape);
    case 'each':
      return eachSql(query, shape);
    case 'paid':
      return paidSql(query, shape);
    case 'pools':
      return poolsSql(query, shape);
    case 'cohorts':
      return cohortsSql(query, shape);
  }
}

/** As the ledger would, though without the places of the rows. */
function judge({ missing, invalid }: LedgerTable, leftOut: LeftOut | undefined): void {
  if (invalid === 'throw' && leftOut !== undefined && leftOut.invalid > 0) refuse(leftOut.invalid, 'another value');
  if (missing === 'throw' && leftOut !== undefined && leftOut.missing > 0) refuse(leftOut.missing, 'null');
}

function refuse(issueCount: number, received: string): never {
  const expected =
    'rows with a customer, a start, an amount, and where they are declared an end that is not before it and known intervals';
  const code = received === 'null' ? 'E_FIELD_MISSING' : 'E_FIELD_VALUE';
  throw errorOf(InvalidDataError, 'toSql', [{ code, index: null, field: null, expected, received }], { issueCount });
}
