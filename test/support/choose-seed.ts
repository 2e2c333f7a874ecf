import { randomInt } from 'node:crypto';

/** Before all tests: the seed of the run, given as KIZUNA_SEED or a new one. The workers inherit it; `seed.ts` hands it to fast-check. */
export function setup(): void {
  process.env.KIZUNA_SEED ??= String(randomInt(2 ** 31));
  // Not to stdout, where a reporter may write JSON.
  console.error(`Examples are drawn with KIZUNA_SEED=${process.env.KIZUNA_SEED}, which draws them again`);
}
