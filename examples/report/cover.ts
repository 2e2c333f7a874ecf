import { calendar } from 'kizuna';
import type { Behaviour } from './behaviour.js';
import { count, counted } from './format.js';
import type { Cover } from './render/page.js';
import type { Sales } from './sales.js';
import type { Subscriptions } from './subscriptions.js';
import type { Survey } from './survey.js';

/** What a report is made from; `null` where there is no such file. */
export interface Sources {
  readonly survey: Survey | null;
  readonly behaviour: Behaviour | null;
  readonly sales: Sales | null;
  readonly subscriptions: Subscriptions | null;
}

/** The title of the report, where its answers, events, orders and subscriptions come from and from when they are. */
export function coverOf({ survey, behaviour, sales, subscriptions }: Sources, title: string | null): Cover {
  const isOneKind = sales === null && subscriptions === null && (survey === null || behaviour === null);
  const usual = !isOneKind ? 'Customer report' : survey === null ? 'Behaviour report' : 'Survey report';
  return {
    title: title ?? usual,
    lines: [
      ...(survey === null ? [] : answerLines(survey)),
      ...(behaviour === null ? [] : eventLines(behaviour)),
      ...(sales === null ? [] : orderLines(sales)),
      ...(subscriptions === null ? [] : subscriptionLines(subscriptions)),
    ],
  };
}

function answerLines({ source, answers, zone }: Survey): readonly string[] {
  const times = answers.map(({ time }) => time).filter((time) => time !== null);
  return sourceLines(source, answers.length, 'record', times, zone);
}

function eventLines({ source, log, zone }: Behaviour): readonly string[] {
  return withCustomers(sourceLines(source, log.length, 'event', log.time, zone), log);
}

/** Several records may be one order, which is no loss. */
function orderLines({ source, log, orders, zone }: Sales): readonly string[] {
  const further = source.leftOut.find(({ reason }) => reason === 'line')?.count ?? 0;
  const facts = { ...source, records: source.records - further };
  return withCustomers(sourceLines(facts, orders.length + source.refunds, 'order', log.time, zone), log);
}

function subscriptionLines({ source, ledger, zone, warnings }: Subscriptions): readonly string[] {
  const [first = 0] = ledger.start;
  const times = [first, Math.max(first, ledger.asOf ?? first)];
  return [...withCustomers(sourceLines(source, ledger.length, 'line', times, zone), ledger), ...warnings];
}

function withCustomers(
  lines: readonly string[],
  log: { readonly length: number; readonly customers: ArrayLike<unknown> },
): readonly string[] {
  return lines.map((line, i) =>
    i === lines.length - 1 && log.length > 0 ? `${line}, ${counted(log.customers.length, 'customer')}` : line,
  );
}

interface SourceFacts {
  readonly file: string;
  readonly encoding: string | null;
  readonly records: number;
  readonly remarks: readonly string[];
}

function sourceLines(
  { file, encoding, records, remarks }: SourceFacts,
  kept: number,
  noun: string,
  times: ArrayLike<number>,
  zone: string,
): readonly string[] {
  const leftOut = records - kept;
  const told =
    leftOut === 0
      ? counted(records, noun)
      : `${count(kept)} of ${counted(records, noun)} in this report; ${count(leftOut)} left out, see the end`;
  return [`Source: ${file} (${encoding ?? 'text'}), ${told}`, ...remarks, ...periodLine(times, zone)];
}

function periodLine(times: ArrayLike<number>, zone: string): readonly string[] {
  let [first, last] = [Infinity, -Infinity];
  for (let i = 0; i < times.length; i += 1) {
    first = Math.min(first, times[i] ?? first);
    last = Math.max(last, times[i] ?? last);
  }
  if (first > last) return [];
  const days = calendar({ unit: 'day', timeZone: zone });
  const [from, to] = [first, last].map((instant) => days.labelOf(days.indexOf(instant)));
  return [`Period: ${from} to ${to} (${zone})`];
}
