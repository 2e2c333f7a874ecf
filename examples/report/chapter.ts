/** A chapter of the report: what it says. How it looks in a terminal and on a page is the business of render/. */
export interface Chapter {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | Sentence
  | Bands
  | Columns
  | Stacks
  | Waterfall
  | Trend
  | Lines
  | Curves
  | PointMap
  | Table
  | HeatTable;

/** One sentence: the answer in large letters, plain text, or a note in small ones. */
export interface Sentence {
  readonly kind: 'headline' | 'text' | 'note';
  readonly text: string;
}

/** Parts of a whole beside each other in one bar. */
export interface Bands {
  readonly kind: 'bands';
  readonly title: string;
  readonly parts: readonly Part[];
}

/** Parts of a whole in columns of their own. */
export interface Columns {
  readonly kind: 'columns';
  readonly title: string;
  readonly parts: readonly Part[];
}

export interface Part {
  readonly label: string;
  readonly count: number;
  readonly share: number;
  readonly tone: Tone;
}

export type Tone = 'good' | 'neutral' | 'bad';

/** Counts period by period on top of one another, and those that are lost below; drawn where columns can be. */
export interface Stacks {
  readonly kind: 'stacks';
  readonly title: string;
  readonly series: readonly { readonly label: string; readonly tone: Tone | 'soft'; readonly isBelow: boolean }[];
  /** A value for each of the series; `null` where it is not shown. */
  readonly points: readonly { readonly label: string; readonly values: readonly (number | null)[] }[];
}

/** From one amount to another by what comes and what goes. */
export interface Waterfall {
  readonly kind: 'waterfall';
  readonly title: string;
  /** Bars from the first amount to the last, each beginning where the one before ends. */
  readonly bars: readonly {
    readonly label: string;
    readonly from: number;
    readonly to: number;
    readonly tone: Tone;
  }[];
  readonly format: (value: number) => string;
}

/** A number period by period with the band of its interval, drawn where lines can be; a table beside it says the same. */
export interface Trend {
  readonly kind: 'trend';
  readonly title: string;
  /** Periods without a number leave a gap. */
  readonly points: readonly { readonly label: string; readonly range: Range | null }[];
  readonly axis: Axis;
}

/** Several numbers over the same periods: lines on a page, a row of small columns each in a terminal. */
export interface Lines {
  readonly kind: 'lines';
  readonly title: string;
  readonly labels: readonly string[];
  /** As many values as labels; `null` where there is none. */
  readonly series: readonly { readonly label: string; readonly values: readonly (number | null)[] }[];
  readonly axis: Axis;
}

/** Shares that change in steps over a time, drawn where that can be; a table beside them says the same. */
export interface Curves {
  readonly kind: 'curves';
  readonly title: string;
  /** Each keeps its value until the next point, and the last until `until`. */
  readonly series: readonly {
    readonly label: string;
    readonly points: readonly { readonly at: number; readonly value: number }[];
    readonly until: number;
  }[];
  /** Where the time ends, and what it is counted in. */
  readonly span: number;
  readonly unit: string;
  readonly axis: Axis;
}

/** Points in a plane, cut in four through their averages; drawn where that can be. */
export interface PointMap {
  readonly kind: 'map';
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly points: readonly { readonly label: string; readonly x: number; readonly y: number }[];
  /** What the four parts are called, from the upper left to the lower right. */
  readonly quadrants: readonly [string, string, string, string] | null;
}

export interface Table {
  readonly kind: 'table';
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Shares in rows and columns, the higher the darker; in a terminal the numbers alone. */
export interface HeatTable {
  readonly kind: 'heat';
  readonly title: string;
  /** The headings of the labels and of the sizes, and those of the cells. */
  readonly corner: readonly [string, string];
  readonly columns: readonly string[];
  readonly rows: readonly HeatRow[];
  /** The share that is as dark as can be. */
  readonly darkest: number;
}

export interface HeatRow {
  readonly label: string;
  /** How many the shares of this row are of; `null` where that is not shown. */
  readonly size: number | null;
  /** `null` where nothing was observed, or nothing is shown. */
  readonly cells: readonly (HeatCell | null)[];
  /** Whether this row sums up the others. */
  readonly isTotal: boolean;
}

export interface HeatCell {
  /** From 0 to 1. */
  readonly share: number;
  /** Whether the period has ended; the share of one that has not can still rise. */
  readonly isComplete: boolean;
}

/** Text to the left, numbers to the right, ranges drawn on one axis for the whole column. */
export type Column =
  | { readonly title: string; readonly kind: 'text' | 'number' }
  | { readonly title: string; readonly kind: 'range'; readonly axis: Axis };

export type Cell = string | Range | null;

/** A value with its interval. */
export interface Range {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The ends of a drawing, and how its numbers are written. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly format: (value: number) => string;
}
