import type { Axis, Bands, Block, Cell, Chapter, Column, Columns, Range, Table, Tone } from '../chapter.js';
import { count, decimal, percent } from '../format.js';
import { heatLines } from './heat.js';
import { sparklines } from './lines.js';
import type { Cover } from './page.js';
import { paint, type TerminalStyle } from './paint.js';
import { waterfallLines } from './waterfall.js';
import { areAlikeWhenCut, cutInside, oneLine, pad, widest, widthOf, wrap } from './width.js';

const WIDTH = 78;

/** The report as text. */
export function terminalReport({ title, lines }: Cover, chapters: readonly Chapter[], style: TerminalStyle): string {
  const cover = lines.flatMap((line) => wrap(oneLine(line), WIDTH - 2)).map((line) => paint(line, '2', style));
  const head = ['', paint(oneLine(title), '1', style), ...cover].map((line) => (line === '' ? '' : `  ${line}`));
  const body = chapters.flatMap((chapter) => chapterLines(chapter, style));
  return `${[...head, '', ...body].join('\n')}\n`;
}

function chapterLines({ title, blocks }: Chapter, style: TerminalStyle): readonly string[] {
  const name = oneLine(title);
  const rule = '─'.repeat(Math.max(0, WIDTH - widthOf(name) - 1));
  const heading = `${paint(name, '1', style)} ${paint(rule, '2', style)}`.trimEnd();
  const parts = blocks.map((block) => linesOf(block, style)).filter((lines) => lines.length > 0);
  return [heading, '', ...parts.flatMap((lines) => [...lines, ''])];
}

function linesOf(block: Block, style: TerminalStyle): readonly string[] {
  switch (block.kind) {
    case 'headline':
      return wrap(oneLine(block.text), WIDTH - 2).map((line) => `  ${paint(line, '1', style)}`);
    case 'text':
      return wrap(oneLine(block.text), WIDTH - 2).map((line) => `  ${line}`);
    case 'note':
      return wrap(oneLine(block.text), WIDTH - 2).map((line) => `  ${paint(line, '2', style)}`);
    case 'bands':
      return bandLines(block, style);
    case 'columns':
      return columnLines(block, style);
    case 'lines':
      return sparklines(block, style);
    case 'waterfall':
      return waterfallLines(block, style);
    case 'heat':
      return heatLines(block, style);
    case 'stacks':
    case 'curves':
    case 'trend':
    case 'map':
      return []; // these need a page; the table beside them says the same
    case 'table':
      return tableLines(block, style);
  }
}

function bandLines({ parts }: Bands, style: TerminalStyle): readonly string[] {
  const cells = WIDTH - 4;
  let [sum, start] = [0, 0];
  const bar = parts.map(({ share, tone }) => {
    sum += share;
    const end = Math.round(sum * cells); // ends are rounded, not lengths, so that the bar has its full length
    const blocks = BLOCK[tone].repeat(Math.max(0, end - start));
    start = end;
    return paint(blocks, COLOR[tone], style);
  });
  const legend = parts.map(
    ({ label, count: n, share, tone }) =>
      `${paint(BLOCK[tone], COLOR[tone], style)} ${label} ${percent(share)} (${count(n)})`,
  );
  return [`  ${bar.join('')}`, '', `  ${legend.join('   ')}`];
}

function columnLines({ title, parts }: Columns, style: TerminalStyle): readonly string[] {
  const [labels, counts] = [parts.map(({ label }) => oneLine(label)), parts.map((part) => count(part.count))];
  const [labelWidth, countWidth] = [widest(labels), widest(counts)];
  const most = Math.max(...parts.map(({ share }) => share), Number.MIN_VALUE);
  const bars = parts.map(({ share, tone }, i) => {
    const bar = BLOCK[tone].repeat(Math.round((share / most) * 44));
    const number = `${pad(percent(share), 7, 'right')}  ${pad(counts[i] ?? '', countWidth, 'right')}`;
    return `  ${pad(labels[i] ?? '', labelWidth, 'right')}  ${number}  ${paint(bar, COLOR[tone], style)}`.trimEnd();
  });
  return [`  ${paint(oneLine(title), '2', style)}`, ...bars];
}

/** Columns as wide as their widest cell; a long text gives way so that the line fits. */
function tableLines({ columns, rows }: Table, style: TerminalStyle): readonly string[] {
  const titles = columns.map((column) => (column.kind === 'range' ? axisTitle(column.axis) : oneLine(column.title)));
  const texts = rows.map((row) => columns.map((column, i) => cellText(row[i] ?? null, column)));
  const widths = columns.map((_, i) => widest([titles[i] ?? '', ...texts.map((row) => row[i] ?? '')]));
  const spare = WIDTH - 2 - widths.reduce((sum, width) => sum + width + 2, -2);
  const first = widths[0] ?? 0;
  if (spare < 0) widths[0] = Math.max(8, first + spare);
  const isFirstCutInside = areAlikeWhenCut(
    texts.map((row) => row[0] ?? ''),
    widths[0] ?? 0,
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 && isFirstCutInside ? cutInside(cell, widths[0] ?? 0) : cell))
      .map((cell, i) => pad(cell, widths[i] ?? 0, columns[i]?.kind === 'number' ? 'right' : 'left'))
      .join('  ');
  return [`  ${paint(line(titles).trimEnd(), '2', style)}`, ...texts.map((row) => `  ${line(row).trimEnd()}`)];
}

const RANGE_WIDTH = 25;

function cellText(cell: Cell, column: Column): string {
  if (cell === null) return column.kind === 'range' ? '' : '·';
  if (typeof cell === 'string') return oneLine(cell);
  return column.kind === 'range' ? rangeText(cell, column.axis) : decimal(cell.value);
}

/** `  ├──●───┤ ` on an axis from end to end, with a mark where it passes 0. */
function rangeText({ value, low, high }: Range, axis: Axis): string {
  const place = (number: number): number =>
    Math.min(
      RANGE_WIDTH - 1,
      Math.max(0, Math.round(((number - axis.low) / (axis.high - axis.low)) * (RANGE_WIDTH - 1))),
    );
  const cells = new Array<string>(RANGE_WIDTH).fill(' ');
  if (axis.low < 0 && axis.high > 0) cells[place(0)] = '┊';
  for (let i = place(low); i <= place(high); i += 1) cells[i] = '─';
  cells[place(value)] = '●';
  return cells.join('');
}

function axisTitle({ low, high, format }: Axis): string {
  const [left, right] = [format(low), format(high)];
  return left + pad(right, RANGE_WIDTH - widthOf(left), 'right');
}

const BLOCK: Readonly<Record<Tone, string>> = { good: '█', neutral: '▒', bad: '░' };
const COLOR: Readonly<Record<Tone, string>> = { good: '36', neutral: '37', bad: '33' };
