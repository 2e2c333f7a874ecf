import { refuseOption } from '../core/options.js';

// Above this the logarithm of the gamma function leaves the double range.
const LARGEST = 1e305;

/** The argument of a gamma function, a rate or a standard deviation: above 0 and at most 1e305. */
export function checkPositive(owner: string, name: string, value: number): number {
  if (typeof value === 'number' && value > 0 && value <= LARGEST) return value;
  return refuseOption(owner, name, 'to be a number above 0 and at most 1e305', value);
}

/** A shape or a number of degrees of freedom. Between these ends no step of the computation leaves the doubles. */
export function checkShape(owner: string, name: string, value: number): number {
  if (typeof value === 'number' && value >= 1e-100 && value <= 1e100) return value;
  return refuseOption(owner, name, 'to be a number from 1e-100 to 1e100', value);
}

/** A place on the line: any number, either infinity included. */
export function checkPoint(owner: string, value: number): number {
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  return refuseOption(owner, 'x', 'to be a number', value);
}

/** A probability whose quantile is finite: `lowest` and `highest` tell which ends of the distribution are. */
export function checkProbability(
  owner: string,
  name: string,
  p: number,
  ends: { zero: boolean; one: boolean },
): number {
  if (typeof p === 'number' && ((p > 0 && p < 1) || (p === 0 && ends.zero) || (p === 1 && ends.one))) return p;
  const without = [ends.zero ? '' : '0', ends.one ? '' : '1'].filter((end) => end !== '').join(' and ');
  return refuseOption(owner, name, `to be a number from 0 to 1${without === '' ? '' : ` without ${without}`}`, p);
}

/** Refuses an answer that is too large for a double. */
export function checkFinite(owner: string, name: string, argument: number, answer: number): number {
  if (Number.isFinite(answer)) return answer;
  return refuseOption(owner, name, 'to be where the answer is finite', argument);
}
