import { type Pairs, sortedPairs } from '../core/pairs.js';
import type { ConversionsState } from './conversions.js';

/** So many waited as long, for what came or did not. */
export interface CountedWait {
  readonly hasEnded: boolean;
  /** Milliseconds. */
  readonly duration: number;
  /** Whether the window was over. */
  readonly isMature: boolean;
  readonly n: number;
}

/** The columns of which groups of waits are, in order: 1 or 0 of what is so or not. */
export const WAIT_KEYS = ['ended', 'duration', 'mature'] as const;

/** Waits of one group, by the values of these columns. */
export function waitOf([ended, duration, mature]: readonly (number | null)[], n: number | undefined): CountedWait {
  return { hasEnded: ended === 1, duration: duration as number, isMature: mature === 1, n: n ?? 0 }; // none of them is NULL
}

/** Conversions of waits that were counted. */
export function countedConversions(waits: readonly CountedWait[]): ConversionsState {
  const mature = waits.filter(({ isMature }) => isMature);
  return {
    converted: countedDurations(waits.filter(({ hasEnded }) => hasEnded)),
    censored: countedDurations(waits.filter(({ hasEnded }) => !hasEnded)),
    mature: total(mature),
    matureConverted: total(mature.filter(({ hasEnded }) => hasEnded)),
  };
}

function countedDurations(waits: readonly CountedWait[]): Pairs<number, number> {
  const counts = new Map<number, number>();
  for (const { duration, n } of waits) counts.set(duration, (counts.get(duration) ?? 0) + n);
  return sortedPairs(counts);
}

function total(waits: readonly CountedWait[]): number {
  return waits.reduce((sum, { n }) => sum + n, 0);
}
