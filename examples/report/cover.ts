import { calendar } from 'kizuna';
import { count, counted } from './format.js';
import type { Cover } from './render/page.js';
import type { Survey } from './survey.js';

/** The title of the report, where its answers come from and when they were given. */
export function coverOf(survey: Survey, file: string, title: string | null): Cover {
  const { source, answers } = survey;
  const leftOut = source.records - answers.length;
  const records =
    leftOut === 0
      ? counted(source.records, 'record')
      : `${count(answers.length)} of ${counted(source.records, 'record')} in this report; ${count(leftOut)} left out, see the end`;
  return {
    title: title ?? 'Survey report',
    lines: [`Source: ${file} (${source.encoding ?? 'text'}), ${records}`, ...source.remarks, ...periodLine(survey)],
  };
}

function periodLine({ answers, zone }: Survey): readonly string[] {
  let [first, last] = [Infinity, -Infinity];
  for (const { time } of answers) {
    if (time === null) continue;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  if (first > last) return [];
  const days = calendar({ unit: 'day', timeZone: zone });
  const [from, to] = [first, last].map((instant) => days.labelOf(days.indexOf(instant)));
  return [`Period: ${from} to ${to} (${zone})`];
}
