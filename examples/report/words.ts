import { UsageError } from './usage.js';

/** Texts between commas. */
export function textsOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** One of a few words. */
export function oneOf<const Choice extends string>(name: string, word: string, choices: readonly Choice[]): Choice {
  const chosen = choices.find((choice) => choice === word);
  if (chosen === undefined) throw new UsageError(`--${name} takes one of ${choices.join(', ')}`);
  return chosen;
}
