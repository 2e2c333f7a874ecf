import type { Stacks } from '../chapter.js';
import { count } from '../format.js';
import { gridLines, periodLabels, place } from './axes.js';
import { at, drawing, escaped } from './markup.js';

const [LEFT, RIGHT, TOP, BOTTOM] = [52, 708, 10, 240];

/** Counts on top of one another, period by period, and what is lost below the line. */
export function stacksSvg({ title, series, points }: Stacks): string {
  const sumOf = (values: readonly (number | null)[], isBelow: boolean): number =>
    values.reduce<number>((sum, value, i) => sum + (series[i]?.isBelow === isBelow ? (value ?? 0) : 0), 0);
  const high = Math.max(1, ...points.map(({ values }) => sumOf(values, false)));
  const low = -Math.max(0, ...points.map(({ values }) => sumOf(values, true)));
  const axis = { low, high, format: count };
  const y = (value: number): number => BOTTOM - place(value, axis) * (BOTTOM - TOP);
  const step = (RIGHT - LEFT) / Math.max(1, points.length);
  const bars = points.flatMap(({ label, values }, i) => {
    const ends = { above: 0, below: 0 };
    return series.map(({ label: name, tone, isBelow }, k) => {
      const value = values[k] ?? null;
      if (value === null) return '';
      const [from, to] = isBelow ? [ends.below, ends.below - value] : [ends.above, ends.above + value];
      if (isBelow) ends.below = to;
      else ends.above = to;
      const top = y(Math.max(from, to));
      const height = y(Math.min(from, to)) - top;
      const told = `<title>${escaped(`${label}: ${name} ${count(value)}`)}</title>`;
      return `<rect class="${tone}" x="${at(LEFT + step * (i + 0.14))}" y="${at(top)}" width="${at(step * 0.72)}" height="${at(height)}">${told}</rect>`;
    });
  });
  const labels = periodLabels(
    points.map(({ label }) => label),
    (i) => LEFT + step * (i + 0.5),
    262,
  );
  return drawing(740, 270, `${title}; the table has the values`, [
    ...gridLines(axis, [LEFT, RIGHT], y),
    ...bars,
    ...labels,
  ]);
}

/** What each colour stands for. */
export function stacksLegend({ series }: Stacks): string {
  return series.map(({ label, tone }) => `<span class="key ${tone}"><span>${escaped(label)}</span></span>`).join(' ');
}
