import type { Options } from './options.js';
import { UsageError } from './usage.js';

/** Refuses options about a file that nobody named: they would do nothing. */
export function refuseMisplaced(options: Options, file: string | null): void {
  const { events, orders, subscriptions } = options;
  const ofAnswers = {
    score: options.score,
    time: options.time,
    segment: options.segments,
    csat: options.csat,
    ces: options.ces,
    pmf: options.pmf,
    drivers: options.drivers,
    weight: options.weight,
  };
  const ofEvents = {
    customer: events.customer,
    'event-time': events.time,
    'event-name': events.name,
    amount: events.amount,
    property: events.properties,
    steps: events.steps,
    purchase: events.purchase,
    ...(orders.file === null && subscriptions.file === null ? { epoch: events.epoch } : {}),
  };
  const ofOrders = {
    'order-id': orders.order,
    'order-customer': orders.customer,
    'order-email': orders.email,
    'order-time': orders.time,
    'order-amount': orders.amount,
    'order-refunded': orders.refunded,
    'order-status': orders.status,
    'order-lines': orders.lines,
  };
  const ofSubscriptions = {
    'subscription-id': subscriptions.subscription,
    'subscription-customer': subscriptions.customer,
    'subscription-email': subscriptions.email,
    'subscription-start': subscriptions.start,
    'subscription-end': subscriptions.end,
    'subscription-cancelled': subscriptions.cancelled,
    'subscription-trial-end': subscriptions.trialEnd,
    'subscription-amount': subscriptions.amount,
    'subscription-quantity': subscriptions.quantity,
    'subscription-interval': subscriptions.interval,
    'subscription-plan': subscriptions.plan,
    'subscription-status': subscriptions.status,
    'subscription-reason': subscriptions.reason,
    'subscription-currency': subscriptions.currencyColumn,
    currency: subscriptions.currency,
    cents: subscriptions.isInCents ? 'yes' : null,
    'as-of': subscriptions.asOf,
    preset: subscriptions.preset,
    'fiscal-year-starts-on': subscriptions.fiscalYearStartsOn === null ? null : 'yes',
  };
  const [answers] = file === null ? givenOf(ofAnswers) : [];
  if (answers !== undefined) {
    const other = Object.hasOwn(ofEvents, `event-${answers}`) ? ` For events it is --event-${answers}.` : '';
    throw new UsageError(`--${answers} is about answers: name their file, npm run demo -- answers.csv …${other}`);
  }
  const [event] = events.file === null ? givenOf(ofEvents) : [];
  if (event !== undefined) {
    const other = Object.hasOwn(ofOrders, `order-${event}`) ? ` For orders it is --order-${event}.` : '';
    throw new UsageError(`--${event} is about events: name their file with --events FILE.${other}`);
  }
  const [order] = orders.file === null ? givenOf(ofOrders) : [];
  if (order !== undefined) throw new UsageError(`--${order} is about orders: name their file with --orders FILE`);
  const [subscription] = subscriptions.file === null ? givenOf(ofSubscriptions) : [];
  if (subscription !== undefined) {
    throw new UsageError(`--${subscription} is about subscriptions: name their file with --subscriptions FILE`);
  }
}

function givenOf(options: Readonly<Record<string, string | readonly string[] | null>>): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => (value === null || value.length === 0 ? [] : [name]));
}
