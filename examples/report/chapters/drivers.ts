import { type KeyDriver, keyDrivers } from 'kizuna';
import type { Chapter } from '../chapter.js';
import { count, decimal, percent } from '../format.js';
import type { Survey } from '../survey.js';

const QUADRANTS = {
  'priority-improve': 'improve first',
  'priority-keep': 'keep first',
  improve: 'improve',
  keep: 'keep',
} as const satisfies Record<NonNullable<KeyDriver['quadrant']>, string>;

/** What goes with the score and pleases little: what to improve first (CSポートフォリオ, 改善度指数). */
export function driversChapter({ answers, roles }: Survey): Chapter | null {
  const drivers = roles.drivers.filter((name) => name !== roles.score);
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
  return {
    title: `What goes with ${roles.score}`,
    blocks: [
      { kind: 'text', text: `From ${count(n)} complete answers${explained}.` },
      {
        kind: 'map',
        title: 'Importance and satisfaction, as deviation scores (50 is the average of the drivers)',
        x: 'importance →',
        y: 'satisfaction →',
        points: results.flatMap(({ driver, importanceScore: x, satisfactionScore: y }) =>
          x === null || y === null ? [] : [{ label: driver, x, y }],
        ),
      },
      {
        kind: 'table',
        title: 'Drivers, what to improve first on top',
        columns: [
          { title: 'driver', kind: 'text' },
          { title: 'importance', kind: 'number' },
          { title: 'mean', kind: 'number' },
          { title: 'improvement index', kind: 'number' },
          { title: '', kind: 'text' },
        ],
        rows: results.map(({ driver, importance, satisfaction, improvementIndex, quadrant }) => [
          driver,
          numberOf(importance, 2),
          numberOf(satisfaction, 2),
          numberOf(improvementIndex, 1),
          quadrant && QUADRANTS[quadrant],
        ]),
      },
      {
        kind: 'note',
        text:
          'Importance is the correlation with the score: what goes along with it, which need not be what causes it. ' +
          'The improvement index is high where importance is high and the mean is low; it compares the drivers with each other, not with a standard.' +
          (roles.weight === null ? '' : ' Not weighted.'),
      },
    ],
  };
}

function numberOf(value: number | null, places: number): string | null {
  return value === null ? null : decimal(value, places);
}
