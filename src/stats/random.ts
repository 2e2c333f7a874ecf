import { checkNumber } from '../core/options.js';
import { standardNormalQuantile } from './normal-quantile.js';

/** Random numbers that the seed alone decides. Every call draws the next. */
export interface Random {
  /** A double from 0 to below 1, of 53 random bits. */
  readonly uniform: () => number;
  /** An integer from 0 to below `count` (at most 2^32), each equally likely. */
  readonly below: (count: number) => number;
  /** A standard normal value, by inversion. */
  readonly normal: () => number;
}

const WORDS = 2 ** 32;
/** 2^32 over the golden ratio, odd: its multiples are well apart. */
const WEYL = 0x9e3779b9;

/**
 * A generator of random numbers: xoshiro128** (Blackman & Vigna 2021, ACM TOMS 47: 36), its state filled from the seed by a mixed Weyl sequence.
 * Integer arithmetic only, so that `uniform` and `below` give the same numbers on every machine. Not for secrets.
 */
export function randomFrom(seed: number): Random {
  let a = mixed(seed + WEYL);
  let b = mixed(seed + 2 * WEYL);
  let c = mixed(seed + 3 * WEYL);
  let d = mixed(seed + 4 * WEYL);

  function next(): number {
    const scrambled = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return scrambled;
  }

  function uniform(): number {
    const high = next() >>> 5;
    const low = next() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  function below(count: number): number {
    // The last, incomplete run of `count` words is drawn again, or the first remainders would be likelier.
    const most = WORDS - (WORDS % count);
    let word = next();
    while (word >= most) word = next();
    return word % count;
  }

  function normal(): number {
    let share = uniform();
    while (share === 0) share = uniform();
    return standardNormalQuantile(share);
  }

  return { uniform, below, normal };
}

/** Refuses a seed that is not a whole number of 32 bits. */
export function checkSeed(owner: string, seed: unknown): number {
  return checkNumber(owner, 'seed', seed, { min: 0, max: WORDS - 1, integer: true });
}

/** The finaliser of MurmurHash3: a bijection, so that the four words are never all 0. */
function mixed(word: number): number {
  let mix = word | 0;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
