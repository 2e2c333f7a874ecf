/** A mistake in the command line or in the choice of columns; the message says how to mend it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const HELP = `Reads the answers of a survey, the events of an app or a shop, the orders of a shop, and subscriptions
from CSV files; prints a report and writes it as one HTML file.

  npm run demo                                   the examples: answers, events, orders, subscriptions in examples/data
  npm run demo -- answers.csv --score q1         your answers
  npm run demo -- --events events.csv            your events
  npm run demo -- --orders orders.csv            your orders
  npm run demo -- --subscriptions subs.csv       your subscriptions; all four go together, too

Columns of the answers, each by its heading in the file
  --score COLUMN       how likely are you to recommend us (NPS)
  --time COLUMN        when it was answered: adds the trend; without it, the one column that is
                       called like a time and holds dates
  --segment COLUMN     adds a table by segment; may be given several times
  --csat COLUMN        satisfaction
  --ces COLUMN         effort, where a high answer means easy
  --pmf COLUMN         how disappointed without the product, in words
  --drivers A,B,C      what may drive the score: every question by itself, and key drivers;
                       q2-q10 is a range; may be given several times
  --weight COLUMN      how many people an answer stands for

Events
  --events FILE        adds retention, the funnel, active customers, lifecycle and repeat purchase
  --customer COLUMN    --event-time COLUMN     --event-name COLUMN     --amount COLUMN
                       without them, the columns that are called like it, in English or Japanese,
                       or as Amplitude, Mixpanel, GA4, PostHog and Segment call them
  --property COLUMN    adds the funnel by what stands there; may be given several times
  --steps A,B,C        the names of the funnel's steps, in order, between , or 、; without it, those
                       of a shop
  --within 7           days from the first step to the last
  --purchase NAME      the name of a purchase; without it, what is called like one
  --epoch seconds      what times that are numbers count: seconds, milliseconds or microseconds;
                       of orders and subscriptions, too

Orders
  --orders FILE        adds RFM, who is about to leave, value, deciles and repeat purchase
  --order-id COLUMN    --order-customer COLUMN --order-email COLUMN    --order-time COLUMN
  --order-amount COLUMN  --order-refunded COLUMN  --order-status COLUMN
                       without them, the columns that are called like it, in English or Japanese,
                       or as Shopify, Stripe, EC-CUBE and BASE call them. The e-mail address stands
                       for guests; a negative amount is a refund; cancelled and unpaid orders are
                       left out by their status
  --order-lines total  where an order has several records, each has its total, or that of a line

Subscriptions
  --subscriptions FILE adds recurring revenue, NRR and GRR, churn, survival by plan and cohorts
  --subscription-id COLUMN       --subscription-customer COLUMN  --subscription-email COLUMN
  --subscription-start COLUMN    --subscription-end COLUMN       --subscription-cancelled COLUMN
  --subscription-amount COLUMN   --subscription-interval COLUMN  --subscription-quantity COLUMN
  --subscription-plan COLUMN     --subscription-status COLUMN    --subscription-reason COLUMN
  --subscription-trial-end COLUMN  --subscription-currency COLUMN
                       without them, the columns that are called like it, in English or Japanese,
                       or as Stripe, WooCommerce, Chargebee and Baremetrics call them
  --as-of 2025-12-21   the date of the export; without it, the last start or cancellation in the
                       file, or the last end of a line whose status says that it is over, since an
                       end after that may be that of the period that is paid for
  --preset chartmogul  count as chartmogul, baremetrics or profitwell does
  --currency EUR       the one to report, where the file has several
  --cents              amounts are in cents
  --fiscal-year-starts-on 4  the month that years and quarters begin in, of --unit year or quarter

Scales, lowest and highest answer
  --scale 0-10         of the score: 0-10 (default), 1-10 or 1-5
  --csat-scale 1-5     --ces-scale 1-7     --drivers-scale 1-5
                       without the last, the smallest usual scale that holds all answers
  --csat-labels 満足=5,普通=3,不満=1
  --ces-labels A=7,B=1 answers in words, and the numbers that they stand for

Reading
  --zone Asia/Tokyo    whose dates count, and the clocks of times without an offset; default UTC
  --unit month         periods of the trend, of cohorts and lifecycle: day, week, month, quarter or year
  --dates ymd          order of dates such as 4/1/2025: ymd, mdy or dmy
  --no-answer A,B      texts that mean "no answer", such as N/A; an empty cell always does
  --encoding NAME      utf-8, shift_jis, …; found out without it

Report
  --minimum 5          groups of fewer answers or customers are not shown; what moves within a group
                       that is shown (new, lost, grown) may be of fewer
  --title TEXT         the title
  --out FILE           where the page goes; default report.html
  --help
`;

/** The headings of a file, one a line. */
export function listOf(columns: readonly string[]): string {
  return `Its columns are:\n${columns.map((name) => `  ${name.replace(/\s+/g, ' ')}`).join('\n')}`;
}

/** The name that a mistyped one most likely meant; `null` where none comes near. */
export function nearest(typed: string, names: readonly string[]): string | null {
  const ranked = names
    .map((name) => ({ name, likeness: likeness(typed, name) }))
    .sort((a, b) => b.likeness - a.likeness);
  const [best] = ranked;
  return best !== undefined && best.likeness >= 0.4 ? best.name : null;
}

/** Dice's share of common pairs of neighbouring characters, with the ends of the words as characters. */
function likeness(a: string, b: string): number {
  const [left, right] = [pairsOf(a), pairsOf(b)];
  return (2 * left.filter((pair) => right.includes(pair)).length) / (left.length + right.length);
}

function pairsOf(name: string): readonly string[] {
  const characters = Array.from(`^${name.normalize('NFKC').toLowerCase()}$`);
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
}
