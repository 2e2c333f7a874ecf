import { ulpsBetween } from './exact.js';

/** |found − expected| / |expected|; an expected 0 must be found exactly. */
export function relativeError(found: number, expected: number): number {
  if (found === expected) return 0;
  return expected === 0 ? Number.POSITIVE_INFINITY : Math.abs((found - expected) / expected);
}

/** |found − expected| / max(1, |expected|): for functions with zeros, where no relative error can be kept. */
export function errorBesideZeros(found: number, expected: number): number {
  return Math.abs(found - expected) / Math.max(1, Math.abs(expected));
}

/** How many doubles lie between the two; Infinity where one of them is no number. */
export function ulps(found: number, expected: number): number {
  if (Number.isNaN(found) || Number.isNaN(expected)) return Number.POSITIVE_INFINITY;
  return ulpsBetween(found, expected);
}
