import { checkNumber } from '../core/options.js';
import { type Coefficients, rational } from './polynomial.js';

/**
 * The z below which a standard normal variable lies with probability p: Wichura 1988, AS 241 (PPND16), Applied Statistics 37: 477–484.
 *
 * Right to 1e-14 relative from 5e-324 to the last double below 1. `normal.quantile` is the public form; this file stays free of the
 * other distributions because the survey scores carry it into small bundles.
 */
export function standardNormalQuantile(p: number): number {
  checkNumber('standardNormalQuantile', 'p', p, { min: 0, max: 1, open: true });
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * rational(0.180625 - q * q, CENTRE);
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const z = r <= 5 ? rational(r - 1.6, SHOULDER) : rational(r - 5, TAIL);
  return q < 0 ? -z : z;
}

// Pairs of numerator and denominator, from the highest power.
const CENTRE: Coefficients = [
  [2509.0809287301227, 5226.495278852854],
  [33430.57558358813, 28729.085735721943],
  [67265.7709270087, 39307.89580009271],
  [45921.95393154987, 21213.794301586597],
  [13731.69376550946, 5394.196021424751],
  [1971.5909503065513, 687.1870074920579],
  [133.14166789178438, 42.31333070160091],
  [3.3871328727963665, 1],
];
const SHOULDER: Coefficients = [
  [0.0007745450142783414, 1.0507500716444169e-9],
  [0.022723844989269184, 0.0005475938084995345],
  [0.2417807251774506, 0.015198666563616457],
  [1.2704582524523684, 0.14810397642748008],
  [3.6478483247632045, 0.6897673349851],
  [5.769497221460691, 1.6763848301838038],
  [4.630337846156546, 2.053191626637759],
  [1.4234371107496835, 1],
];
const TAIL: Coefficients = [
  [2.0103343992922881e-7, 2.0442631033899397e-15],
  [2.7115555687434876e-5, 1.421511758316446e-7],
  [0.0012426609473880784, 1.8463183175100548e-5],
  [0.026532189526576124, 0.0007868691311456133],
  [0.29656057182850487, 0.014875361290850615],
  [1.7848265399172913, 0.1369298809227358],
  [5.463784911164114, 0.599832206555888],
  [6.657904643501103, 1],
];
