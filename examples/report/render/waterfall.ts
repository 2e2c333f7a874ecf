import type { Tone, Waterfall } from '../chapter.js';
import { at, drawing, escaped } from './markup.js';
import { paint, type TerminalStyle } from './paint.js';
import { oneLine, pad, widest, widthOf } from './width.js';

const [LEFT, RIGHT, TOP, BOTTOM] = [10, 710, 24, 190];
/** What is left of whole amounts that are cut off, so that what comes and goes can be seen beside them: a third of it. */
const CUT = 1 / 3;

/** Bars from the first amount to the last, joined by lines. */
export function waterfallSvg({ title, bars, format }: Waterfall): string {
  const [low, high] = endsOf(bars);
  const y = (value: number): number => BOTTOM - ((Math.max(value, low) - low) / (high - low)) * (BOTTOM - TOP);
  const step = (RIGHT - LEFT) / bars.length;
  const drawn = bars.map(({ label, from, to, tone }, i) => {
    const [top, bottom] = [y(Math.max(from, to)), y(Math.min(from, to))];
    const [x, middle] = [LEFT + step * (i + 0.12), at(LEFT + step * (i + 0.5))];
    const link =
      i === bars.length - 1
        ? ''
        : `<line class="link" x1="${at(x)}" x2="${at(x + step)}" y1="${at(y(to))}" y2="${at(y(to))}"/>`;
    const cut = low > 0 && isWhole(bars, i) ? cutMark(x, step * 0.76) : '';
    return (
      `<rect class="${tone}" x="${at(x)}" y="${at(top)}" width="${at(step * 0.76)}" height="${at(Math.max(1, bottom - top))}"/>${cut}${link}` +
      `<text class="middle" x="${middle}" y="${at(top - 6)}">${escaped(amountOf(bars, i, format))}</text>` +
      `<text class="middle" x="${middle}" y="208">${escaped(label)}</text>`
    );
  });
  const told = bars.map(({ label }, i) => `${label} ${amountOf(bars, i, format)}`).join(', ');
  return drawing(720, 216, `${title}: ${told}`, drawn);
}

const CELLS = 44;
const BLOCK: Readonly<Record<Tone, string>> = { good: '█', neutral: '▒', bad: '░' };
const COLOR: Readonly<Record<Tone, string>> = { good: '36', neutral: '37', bad: '33' };

/** The same, a line for each. */
export function waterfallLines({ title, bars, format }: Waterfall, style: TerminalStyle): readonly string[] {
  const [low, high] = endsOf(bars);
  const cell = (value: number): number => Math.round(((Math.max(value, low) - low) / (high - low)) * CELLS);
  const amounts = bars.map((_, i) => amountOf(bars, i, format));
  const [labels, numbers] = [widest(bars.map(({ label }) => label)), Math.max(...amounts.map(widthOf))];
  const lines = bars.map(({ label, from, to, tone }, i) => {
    const [start, end] = [cell(Math.min(from, to)), cell(Math.max(from, to))];
    const blocks = from === to ? '' : BLOCK[tone].repeat(Math.max(1, end - start));
    const bar = low > 0 && isWhole(bars, i) ? `≈${blocks.slice(1)}` : blocks;
    const line = `  ${pad(label, labels)}  ${pad(amounts[i] ?? '', numbers, 'right')}  ${' '.repeat(start)}`;
    return `${line}${paint(bar, COLOR[tone], style)}`.trimEnd();
  });
  const cut = low > 0 ? [`  ${paint('≈ cut off below', '2', style)}`] : [];
  return [`  ${paint(oneLine(title), '2', style)}`, ...lines, ...cut];
}

/** The whole amounts at both ends, and the changes between them with their signs. */
function amountOf(bars: Waterfall['bars'], i: number, format: (value: number) => string): string {
  const { from = 0, to = 0 } = bars[i] ?? {};
  if (i === 0 || i === bars.length - 1) return format(to);
  return to > from ? `+${format(to - from)}` : format(to - from);
}

function isWhole(bars: Waterfall['bars'], i: number): boolean {
  return i === 0 || i === bars.length - 1;
}

/** Two strokes through the foot of a bar that does not begin at 0. */
function cutMark(x: number, width: number): string {
  return [6, 11]
    .map(
      (up) =>
        `<line class="cut" x1="${at(x - 3)}" x2="${at(x + width + 3)}" y1="${at(BOTTOM - up + 3)}" y2="${at(BOTTOM - up - 3)}"/>`,
    )
    .join('');
}

/** From 0, unless all amounts are far from it: then the whole ones are cut off below. */
function endsOf(bars: Waterfall['bars']): readonly [number, number] {
  const all = bars.flatMap(({ from, to }, i) => (i === 0 || i === bars.length - 1 ? [to] : [from, to]));
  const [least, most] = [Math.min(...all), Math.max(...all)];
  if (least <= 0) return [least, Math.max(most, least + 1)];
  const low = Math.max(0, least - CUT * (most - least));
  return [low, Math.max(most, low + 1)];
}
