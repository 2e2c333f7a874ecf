import type { Behaviour } from '../behaviour.js';
import type { Chapter } from '../chapter.js';
import { lostText } from '../lost-names.js';

const NAMES_SHOWN = 5;

/** Says before all else that events of a name are hardly there: whatever the other chapters say of them is wrong. */
export function lostEventsChapter({ source }: Behaviour): Chapter | null {
  const { lost } = source;
  if (lost.length === 0) return null;
  const more = lost.length - NAMES_SHOWN;
  return {
    title: 'Warning: events that are hardly in this report',
    blocks: [
      ...lost.slice(0, NAMES_SHOWN).map((name) => ({ kind: 'headline', text: lostText(name) }) as const),
      {
        kind: 'text',
        text:
          (more > 0 ? `So it is with ${more} more ${more === 1 ? 'name' : 'names'}. ` : '') +
          'Whatever the next chapters say of these events is of the few that are left, or missing. ' +
          'Mend the cells, or name another column: --customer, --event-time, --event-name, --amount.',
      },
    ],
  };
}
