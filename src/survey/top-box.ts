import { checkNumber, refuseOption } from '../core/options.js';

/** A result lists every point of its scale. */
const WIDEST = 1000;

/** Reads a scale: its lowest and its highest answer. */
export function scaleOf(owner: string, scale: readonly [number, number]): readonly [number, number] {
  const isPair = Array.isArray(scale) && scale.length === 2 && scale.every(Number.isSafeInteger);
  const [low, high] = isPair ? scale : [0, 0];
  if (low >= high || high - low > WIDEST) {
    refuseOption(owner, 'scale', `to be two rising whole numbers, at most ${WIDEST} apart`, scale);
  }
  return [low, high];
}

/** Reads a scale and how many of its highest points count: its lowest and highest point, and the first that counts. */
export function topBoxOf(
  owner: string,
  scale: readonly [number, number],
  topBox: number,
): { readonly low: number; readonly high: number; readonly first: number } {
  const [low, high] = scaleOf(owner, scale);
  checkNumber(owner, 'topBox', topBox, { min: 1, max: high - low, integer: true });
  return { low, high, first: high - topBox + 1 };
}
