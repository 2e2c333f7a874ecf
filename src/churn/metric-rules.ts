import { refuseOption } from '../core/options.js';
import type { RevenueLedger } from './ledger.js';

/** Refuses a metric without `asOf`: the parts of the data would each have their own. */
export function asOfFor(owner: string, asOf: number | null): number {
  if (asOf === null) refuseOption(owner, 'asOf', 'to be given, one for all that is merged', undefined, 'E_OPT_TYPE');
  return asOf;
}

/**
 * Refuses ledgers of a zone that the metric was not told: its periods would begin at other dates than theirs. And of snapshots whose end is
 * that of the rows: those of some customers may end sooner than those of others, and nobody would have left.
 */
export function checkZone(owner: string, ledger: RevenueLedger, timeZone: string | undefined): RevenueLedger {
  if (ledger.snapshots?.hasAsOf === false && ledger.length > 0) {
    const expected = 'to be given to snapshotLedger, one for all that is merged';
    refuseOption(owner, 'asOf', expected, undefined, 'E_OPT_TYPE');
  }
  if (timeZone === undefined && ledger.timeZone !== 'UTC' && ledger.length > 0) {
    refuseOption(owner, 'timeZone', 'to be given where ledgers have one', undefined, 'E_OPT_TYPE');
  }
  return ledger;
}
