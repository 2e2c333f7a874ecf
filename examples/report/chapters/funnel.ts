import { type Funnel, funnel } from 'kizuna';
import type { Behaviour } from '../behaviour.js';
import type { Chapter, Sentence } from '../chapter.js';
import { count, estimateText, intervalText, percent } from '../format.js';
import { breakdowns } from './funnel-by.js';
import { durationText, spanOf } from './periods.js';

/** How far customers get from the first step to the last, and where they are lost. */
export function funnelChapter(behaviour: Behaviour): Chapter | null {
  const { log, steps, within, minimum } = behaviour;
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined || steps.length < 2) return null;
  const result = funnel(log, { steps, within: { days: within } });
  const title = `Funnel: ${steps.join(' → ')}`;
  if (result.conversion.n < minimum) {
    return { title, blocks: [{ kind: 'note', text: `Not shown: fewer than ${minimum} customers with ${first}.` }] };
  }
  // What a step is measured on: those who got to the one before.
  const isSmall = result.steps.map(({ fromPrevious }, i) => i > 0 && fromPrevious.n < minimum);
  return {
    title,
    blocks: [
      {
        kind: 'headline',
        text: `${last} within ${spanOf(within, 'day')} of ${first}: ${estimateText(result.conversion, percent)}`,
      },
      ...lossOf(result, minimum),
      ...maturityOf(result, first, behaviour),
      {
        kind: 'columns',
        title: `Customers who got so far, of those with ${first}`,
        parts: result.steps.flatMap(({ step, count: reached, fromFirst }, i) =>
          isSmall[i] === true
            ? []
            : {
                label: step,
                count: reached,
                share: fromFirst.value ?? 0,
                tone: i === result.steps.length - 1 ? 'good' : 'neutral',
              },
        ),
      },
      {
        kind: 'table',
        title: 'From step to step, with the 95 % interval of the share that went on',
        columns: [
          { title: 'step', kind: 'text' },
          { title: 'customers', kind: 'number' },
          { title: 'went on', kind: 'number' },
          { title: '95 % interval', kind: 'number' },
          { title: 'median time', kind: 'number' },
        ],
        rows: result.steps.map(({ step, count: reached, fromPrevious, time }, i) => [
          step,
          ...(isSmall[i] === true
            ? [null, null, null, null]
            : [
                count(reached),
                i === 0 || fromPrevious.value === null ? null : percent(fromPrevious.value),
                i === 0 ? null : intervalText(fromPrevious.interval),
                i === 0 || time === null || reached < minimum ? null : durationText(time.median),
              ]),
        ]),
      },
      ...breakdowns(behaviour),
      {
        kind: 'note',
        text:
          `Each customer counts once, with the attempt that gets furthest: one that begins with ${first}, with the other steps after it in this order, whatever happens between, all within ${spanOf(within, 'day')}. ` +
          'The median time is from the step before.' +
          (isSmall.includes(true) ? ` · not shown: fewer than ${minimum} customers got to the step before.` : ''),
      },
    ],
  };
}

/** Where most are lost. */
function lossOf({ steps }: Funnel, minimum: number): readonly Sentence[] {
  const pairs = steps.slice(1).map((step, i) => ({ ...step, before: steps[i] }));
  const known = pairs.filter(({ fromPrevious }) => fromPrevious.n >= minimum);
  const [worst] = known.sort((a, b) => (a.fromPrevious.value ?? 1) - (b.fromPrevious.value ?? 1));
  if (worst?.before === undefined || worst.fromPrevious.value === null || worst.dropped === 0) return [];
  const text =
    `The largest part is lost before ${worst.step}: of ${count(worst.before.count)} who got to ${worst.before.step}, ` +
    `${count(worst.dropped)} (${percent(1 - worst.fromPrevious.value)}) got no further in time.`;
  return [{ kind: 'text', text }];
}

/** Whether those who still have time left change the picture. */
function maturityOf(
  { conversion, mature }: Funnel,
  first: string,
  { within, minimum }: Behaviour,
): readonly Sentence[] {
  const open = conversion.denominator - mature.denominator;
  // The share of the others would tell of those few.
  if (mature.value === null || mature.n < minimum || (open > 0 && open < minimum)) return [];
  const text =
    open === 0
      ? `Everybody's ${spanOf(within, 'day')} are over: nobody with ${first} can still get there.`
      : `For ${count(open)} of ${count(conversion.denominator)} the ${spanOf(within, 'day')} are not over; of the others ${percent(mature.value)} got there.`;
  return [{ kind: 'text', text }];
}
