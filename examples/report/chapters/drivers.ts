import { type KeyDriver, keyDrivers } from 'kizuna';
import type { Chapter } from '../chapter.js';
import { counted, decimal, percent } from '../format.js';
import type { Survey } from '../survey.js';

/** From these on the custom calls an improvement urgent, and worth doing (即改善, 要改善). */
const [URGENT, WORTH] = [10, 5];

const QUADRANTS = ['keep', 'priority keep', 'improve', 'priority improve'] as const;

/** What goes with the score and pleases little: what to improve first (CSポートフォリオ, 改善度指数). */
export function driversChapter({ answers, roles }: Survey): Chapter | null {
  const { drivers } = roles;
  if (drivers.length < 2) return null;
  // Headings are all different, so the score and the drivers can stand in one row under their own.
  const rows = answers.map(
    (answer): Record<string, number | null> => ({
      ...answer.drivers,
      [roles.score]: answer.score,
    }),
  );
  const results = keyDrivers(rows, { overall: roles.score, drivers });
  const { n = 0, rSquared = null } = results[0] ?? {};
  const explained = rSquared === null ? '' : `; together they explain ${percent(rSquared)} of its variance`;
  const doubt = doubtOf(n, drivers.length, rSquared);
  return {
    title: `What goes with ${roles.score}`,
    blocks: [
      { kind: 'text', text: `From ${counted(n, 'complete answer')}${explained}.` },
      { kind: 'text', text: doubt ?? answerOf(results) },
      {
        kind: 'map',
        title: 'Importance and satisfaction, as deviation scores (50 is the average of the drivers)',
        x: 'importance →',
        y: 'satisfaction →',
        points: results.flatMap(({ driver, importanceScore: x, satisfactionScore: y }) =>
          x === null || y === null ? [] : [{ label: driver, x, y }],
        ),
        quadrants: doubt === null ? QUADRANTS : null,
      },
      {
        kind: 'table',
        title: 'Drivers, by improvement index',
        columns: [
          { title: 'driver', kind: 'text' },
          { title: 'importance', kind: 'number' },
          { title: 'mean', kind: 'number' },
          { title: 'improvement index', kind: 'number' },
          ...(doubt === null ? [{ title: '', kind: 'text' } as const] : []),
        ],
        rows: results.map((result) => [
          result.driver,
          numberOf(result.importance, 2),
          numberOf(result.satisfaction, 2),
          numberOf(result.improvementIndex, 1),
          ...(doubt === null ? [verdictOf(result)] : []),
        ]),
      },
      {
        kind: 'note',
        text:
          'Importance is the correlation with the score: what goes along with it, which need not be what causes it. ' +
          'The improvement index is high where importance is high and the mean is low; it compares the drivers with each other, not with a standard.' +
          (doubt === null ? ` By custom ${URGENT} and more is urgent, ${WORTH} and more worth doing.` : '') +
          (roles.weight === null ? '' : ' Not weighted.'),
      },
    ],
  };
}

/** Why nothing is to be concluded from the table; `null` where something is. */
function doubtOf(n: number, drivers: number, rSquared: number | null): string | null {
  if (rSquared === null) return 'No verdicts: there are too few answers, or all are alike.';
  const adjusted = n > drivers + 1 ? 1 - ((1 - rSquared) * (n - 1)) / (n - drivers - 1) : 0;
  if (adjusted <= 0.05) {
    return `No verdicts: ${drivers} drivers that mean nothing would explain about as much of ${counted(n, 'answer')} by chance (adjusted R² ${decimal(adjusted, 2)}).`;
  }
  if (drivers < 4) {
    return 'No verdicts: the index places drivers among each other, and with fewer than four it says little more than which is first and which is last.';
  }
  return null;
}

function answerOf(results: readonly KeyDriver[]): string {
  const first = results.filter(({ improvementIndex }) => (improvementIndex ?? 0) >= WORTH);
  if (first.length === 0) return 'Nothing stands out to improve first.';
  return `What to improve first: ${first.map(({ driver }) => driver).join(', ')}.`;
}

function verdictOf({ improvementIndex, satisfactionScore }: KeyDriver): string {
  if (improvementIndex === null || satisfactionScore === null) return '';
  if (improvementIndex >= URGENT) return 'improve first, urgent';
  if (improvementIndex >= WORTH) return 'improve first';
  return improvementIndex < 0 && satisfactionScore >= 50 ? 'keep' : '';
}

function numberOf(value: number | null, places: number): string | null {
  return value === null ? null : decimal(value, places);
}
