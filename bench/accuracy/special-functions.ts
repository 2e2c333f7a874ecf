import { gammaln } from 'simple-statistics';
import { digamma, trigamma } from '../../src/stats/digamma.js';
import { logBeta } from '../../src/stats/log-beta.js';
import { logGamma } from '../../src/stats/log-gamma.js';
import { errorBesideZeros } from '../../test/support/close.js';
import { type AccuracyRow, accuracyRow, referenceCases } from './row.js';

const FILE = 'special-functions';

/** ln Γ, ln B, ψ and ψ′ against 60 digits. */
export function specialFunctionRows(): readonly AccuracyRow[] {
  const one = (table: string) => referenceCases(FILE, table, [0], 1);
  const beside = { unit: 'absolute below 1', error: errorBesideZeros } as const;
  return [
    accuracyRow(
      'logGamma',
      logGamma,
      one('logGamma').filter(({ expected }) => expected !== 0),
      { bound: 1e-15, peer: gammaln },
    ),
    accuracyRow('logBeta', logBeta, referenceCases(FILE, 'logBeta', [0, 1], 2), { bound: 1e-14, ...beside }),
    accuracyRow('digamma', digamma, one('digamma'), { bound: 1e-14 }),
    accuracyRow('trigamma', trigamma, one('trigamma'), { bound: 1e-14 }),
  ];
}
