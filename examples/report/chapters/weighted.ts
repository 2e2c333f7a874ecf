import type { Answer, Survey } from '../survey.js';

/** The weight as an option of a metric; nothing where the survey has none. */
export function weighted({ roles }: Survey): { readonly weight?: (answer: Answer) => number | null } {
  return roles.weight === null ? {} : { weight: ({ weight }) => weight };
}
