import { checkChoice, checkNumber, refuseOption } from '../core/options.js';

/** 初回, よちよち, コツコツ, 流行, 優良: what a customer has been so far. */
export type PortfolioClass = 'first' | 'toddling' | 'steady' | 'trend' | 'loyal';

/** 現役 or 離脱: whether the latest order is recent. */
export type PortfolioStatus = 'active' | 'lapsed';

/** The classes in order. */
export const PORTFOLIO_CLASSES = ['first', 'toddling', 'steady', 'trend', 'loyal'] as const;

/** The borders between the classes. */
export interface PortfolioThresholds {
  /** From so many days after the latest order on a customer has lapsed (離脱). */
  readonly lapsedDays: number;
  /** Below so many days from the first order to the latest a customer of two orders or more is toddling (よちよち). */
  readonly steadyDays: number;
  /** From so many days from the first order to the latest on, and with `highAmount`, a customer is loyal (優良), below that a trend (流行). Not below `steadyDays`. */
  readonly loyalDays: number;
  /** From this amount of all orders on a customer is a trend or loyal, below it steady (コツコツ). Above 0. */
  readonly highAmount: number;
}

/** Thresholds: all of them, or a preset and what differs from it. */
export type PortfolioRules =
  | (PortfolioThresholds & { readonly preset?: undefined })
  | (Partial<PortfolioThresholds> & { readonly preset: 'ltv-lab' });

/** The names of these options. */
export const PORTFOLIO_OPTIONS = ['preset', 'lapsedDays', 'steadyDays', 'loyalDays', 'highAmount'] as const;

const PRESETS = {
  // faqhelp.ltv-lab.jp, "CPM集計とは?"; amounts in yen.
  'ltv-lab': { lapsedDays: 240, steadyDays: 90, loyalDays: 210, highAmount: 70_000 },
} as const;

/** Reads and checks the thresholds. */
export function portfolioThresholds(owner: string, rules: PortfolioRules): PortfolioThresholds {
  const { preset } = rules;
  if (preset !== undefined) checkChoice(owner, 'preset', preset, ['ltv-lab']);
  const given: Partial<PortfolioThresholds> = preset === undefined ? {} : PRESETS[preset];
  const days = (option: 'lapsedDays' | 'steadyDays' | 'loyalDays', min: number) =>
    checkNumber(owner, option, rules[option] ?? given[option], { min, max: 1e6, integer: true });
  const thresholds = {
    lapsedDays: days('lapsedDays', 1),
    steadyDays: days('steadyDays', 0),
    loyalDays: days('loyalDays', 0),
    highAmount: checkNumber(owner, 'highAmount', rules.highAmount ?? given.highAmount, { min: 0, open: true }),
  };
  if (thresholds.loyalDays < thresholds.steadyDays) {
    refuseOption(owner, 'loyalDays', 'to be at least steadyDays', thresholds.loyalDays);
  }
  return thresholds;
}

/** The one class of a customer: questions asked one after the other, so that none is in two and none in no class. */
export function portfolioClass(
  { steadyDays, loyalDays, highAmount }: PortfolioThresholds,
  { orders, tenureDays, amount }: { readonly orders: number; readonly tenureDays: number; readonly amount: number },
): PortfolioClass {
  if (orders < 2) return 'first';
  if (tenureDays < steadyDays) return 'toddling';
  if (amount < highAmount) return 'steady';
  return tenureDays < loyalDays ? 'trend' : 'loyal';
}

/** Whether a customer is active, so many days after the latest order. */
export function portfolioStatus({ lapsedDays }: PortfolioThresholds, daysSince: number): PortfolioStatus {
  return daysSince < lapsedDays ? 'active' : 'lapsed';
}
