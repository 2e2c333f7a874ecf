import type { Axis } from '../chapter.js';
import { at, escaped } from './markup.js';
import { widthOf } from './width.js';

const LETTER = 7.3;

/** A line across the drawing for each round number of the axis, with the number to its left. */
export function gridLines(
  axis: Axis,
  [left, right]: readonly [number, number],
  y: (value: number) => number,
): readonly string[] {
  return ticks(axis).map((tick) => {
    const [height, kind] = [at(y(tick)), tick === 0 ? 'zero' : 'grid'];
    return `<line class="${kind}" x1="${left}" x2="${right}" y1="${height}" y2="${height}"/><text class="end" x="${left - 8}" y="${at(y(tick) + 4)}">${escaped(axis.format(tick))}</text>`;
  });
}

/** The labels of periods below the drawing: as many as there is room for. */
export function periodLabels(labels: readonly string[], x: (i: number) => number, y: number): readonly string[] {
  const room = Math.max(...labels.map(widthOf), 1) * LETTER + 8;
  const step = (x(labels.length - 1) - x(0)) / Math.max(1, labels.length - 1);
  const every = step === 0 ? 1 : Math.ceil(room / step);
  return labels.map((label, i) =>
    i % every === 0 ? `<text class="middle" x="${at(x(i))}" y="${y}">${escaped(label)}</text>` : '',
  );
}

/** Round numbers across an axis. */
function ticks({ low, high }: Axis): readonly number[] {
  const rough = (high - low) / 5;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = magnitude * ([1, 2, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => (first + i) * step + 0);
}

/** Where a number stands on an axis, from 0 to 1. */
export function place(value: number, { low, high }: Axis): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}
