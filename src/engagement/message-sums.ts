import { canonicalSum, growExpansion } from '../core/exact-sum.js';
import { addedSums, type ExactSum } from '../stats/exact-sums.js';
import { type MessageCount, OPTIONAL_RATES, type OptionalRate } from './message-counts.js';

/** Sums over campaigns: of all, and for each rate of those that have its counts. */
export interface MessageSums<Terms = ExactSum> {
  readonly campaigns: number;
  readonly sent: Terms;
  readonly bounced: Terms;
  readonly delivered: Terms;
  readonly rates: { readonly [Name in OptionalRate]: RateSums<Terms> };
}

/** The sums of one rate: above the line and below, and of how many campaigns. */
export interface RateSums<Terms> {
  readonly campaigns: number;
  readonly part: Terms;
  readonly whole: Terms;
}

/** Sums of no campaign yet. */
export class RunningSums {
  private sums = eachRate(() => ({ campaigns: 0, part: [] as number[], whole: [] as number[] }));
  private readonly all = { campaigns: 0, sent: [] as number[], bounced: [] as number[], delivered: [] as number[] };

  /** Adds a campaign; `count` is null for what it does not have. */
  add(count: (role: MessageCount) => number | null, undelivered: 'allBounces' | 'hardBounces'): void {
    const [sent, bounced, soft] = [count('sent') ?? 0, count('bounced') ?? 0, count('softBounced')];
    const [opened, clicked] = [count('opened'), count('clicked')];
    const hard = soft === null ? null : bounced - soft;
    const delivered = sent - (undelivered === 'hardBounces' ? (hard ?? bounced) : bounced);
    this.all.campaigns += 1;
    growExpansion(this.all.sent, sent);
    growExpansion(this.all.bounced, bounced);
    growExpansion(this.all.delivered, delivered);
    this.pair('hardBounceRate', hard, sent);
    this.pair('softBounceRate', soft, sent);
    this.pair('openRate', opened, delivered);
    this.pair('clickRate', clicked, delivered);
    this.pair('clickToOpenRate', clicked, opened);
    this.pair('unsubscribeRate', count('unsubscribed'), delivered);
    this.pair('complaintRate', count('complained'), delivered);
  }

  /** What was added, in canonical form. */
  state(): MessageSums {
    const { campaigns, sent, bounced, delivered } = this.all;
    return {
      campaigns,
      sent: canonicalSum(sent),
      bounced: canonicalSum(bounced),
      delivered: canonicalSum(delivered),
      rates: eachRate((name) => {
        const { campaigns: count, part, whole } = this.sums[name];
        return { campaigns: count, part: canonicalSum(part), whole: canonicalSum(whole) };
      }),
    };
  }

  private pair(name: OptionalRate, part: number | null, whole: number | null): void {
    if (part === null || whole === null) return;
    const sums = this.sums[name];
    sums.campaigns += 1;
    growExpansion(sums.part, part);
    growExpansion(sums.whole, whole);
  }
}

/** Sums of two sets of campaigns as one. */
export function mergedSums(a: MessageSums, b: MessageSums): MessageSums {
  return {
    campaigns: a.campaigns + b.campaigns,
    sent: addedSums(a.sent, b.sent),
    bounced: addedSums(a.bounced, b.bounced),
    delivered: addedSums(a.delivered, b.delivered),
    rates: eachRate((name) => ({
      campaigns: a.rates[name].campaigns + b.rates[name].campaigns,
      part: addedSums(a.rates[name].part, b.rates[name].part),
      whole: addedSums(a.rates[name].whole, b.rates[name].whole),
    })),
  };
}

function eachRate<Sums>(make: (name: OptionalRate) => Sums): { readonly [Name in OptionalRate]: Sums } {
  return Object.fromEntries(OPTIONAL_RATES.map((name) => [name, make(name)])) as { [Name in OptionalRate]: Sums }; // these names
}
