import type { Curves } from '../chapter.js';
import { gridLines, place } from './axes.js';
import { at, drawing, escaped } from './markup.js';

const [LEFT, RIGHT, TOP, BOTTOM] = [52, 708, 10, 240];
/** Marks below the drawing: so many at most. */
const MARKS = 13;

/** Shares that change in steps. */
export function curvesSvg({ title, series, span, unit, axis }: Curves): string {
  const x = (time: number): number => LEFT + (Math.min(time, span) / span) * (RIGHT - LEFT);
  const y = (value: number): number => BOTTOM - place(value, axis) * (BOTTOM - TOP);
  const drawn = series.map(({ points, until }, k) => {
    const shown = points.filter(({ at: time, value }, i) => time <= span && value !== points[i - 1]?.value);
    const steps = shown.flatMap(({ at: time, value }, i) => {
      const before = shown[i - 1];
      const corner = before === undefined ? [] : [`${at(x(time))},${at(y(before.value))}`];
      return [...corner, `${at(x(time))},${at(y(value))}`];
    });
    const last = shown.at(-1);
    const tail = last === undefined ? [] : [`${at(x(until))},${at(y(last.value))}`];
    return `<polyline class="line-${k}" points="${[...steps, ...tail].join(' ')}"/>`;
  });
  const every = [1, 2, 3, 6, 12, 24, 60, 120].find((size) => span / size < MARKS) ?? span;
  const marks = Array.from({ length: Math.floor(span / every) + 1 }, (_, i) => i * every);
  const labels = marks.map((mark) => `<text class="middle" x="${at(x(mark))}" y="262">${mark}</text>`);
  const name = `<text class="end" x="${RIGHT}" y="278">${escaped(unit)}</text>`;
  return drawing(740, 284, `${title}; the table has the values`, [
    ...gridLines(axis, [LEFT, RIGHT], y),
    ...drawn,
    ...labels,
    name,
  ]);
}

/** What each line stands for. */
export function curvesLegend({ series }: Curves): string {
  return series.map(({ label }, k) => `<span class="key line-${k}"><span>${escaped(label)}</span></span>`).join(' ');
}
