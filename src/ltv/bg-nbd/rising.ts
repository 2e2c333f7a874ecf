import { digamma, trigamma } from '../../stats/digamma.js';
import { logGammaChange } from '../../stats/log-gamma.js';

/** From so many factors on, the functions of Stirling's kind are quicker than the product. */
const MANY = 40;

/** ln Γ(x + n) − ln Γ(x) and its first and second derivatives by x, for whole n in ascending order: a step costs as much as n grows by. */
export interface Rising {
  /** The n that the values are for. */
  n: number;
  log: number;
  first: number;
  second: number;
}

/** At n = 0. */
export function rising(): Rising {
  return { n: 0, log: 0, first: 0, second: 0 };
}

/** Takes the values for x on to n. */
export function rise(values: Rising, x: number, n: number): void {
  if (n < values.n) Object.assign(values, rising());
  if (n - values.n >= MANY) {
    const from = x + values.n;
    values.log += logGammaChange(from, n - values.n);
    values.first += digamma(x + n) - digamma(from);
    values.second += trigamma(x + n) - trigamma(from);
    values.n = n;
    return;
  }
  for (let j = values.n; j < n; j += 1) {
    const inverse = 1 / (x + j);
    values.log += Math.log(x + j);
    values.first += inverse;
    values.second -= inverse * inverse;
  }
  values.n = n;
}
