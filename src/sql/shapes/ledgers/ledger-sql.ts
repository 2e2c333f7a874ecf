import type { LedgerShape } from '../../../log/shapes/ledger-shape.js';
import { DIALECTS } from '../../dialects/dialects.js';
import type { QueryText } from '../../query-text.js';
import type { LedgerTable } from '../../sources/ledger-source.js';
import { judgeLeftOut, type LeftOut } from '../left-out.js';
import type { ShapeSql } from '../shape-sql.js';
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
function judge(ledger: LedgerTable, leftOut: LeftOut | undefined): void {
  const { dialect, form, columns, interval } = ledger;
  const areLines = form === 'lines';
  const instants = `${areLines ? 'a start' : 'a time'} that is ${DIALECTS[dialect].range}`;
  const amount = `an amount${areLines ? '' : ' of at least 0'} that is small enough to be added up exactly`;
  const end = columns.end === undefined ? '' : ', an end that is not before its start';
  const known = areLines && interval === null ? ', an interval that is known' : '';
  judgeLeftOut(ledger, leftOut, {
    expected: `${areLines ? 'lines' : 'changes'} with a customer, ${instants}, ${amount}${end}${known}, and finite numbers where they are declared`,
    needed: `a customer, ${areLines ? 'a start' : 'a time'}, an amount or what else is needed`,
    memory: areLines ? 'subscriptionLedger' : 'changeLedger',
  });
}
