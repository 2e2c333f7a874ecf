import fc from 'fast-check';
import { beforeEach } from 'vitest';

// A seed for each test, made of that of the run and of the name of the test. Tests draw different examples, and the same ones
// whatever ran before, in which worker or alone.
beforeEach(({ task }) => {
  const names: string[] = [task.file.name];
  for (let each: typeof task | typeof task.suite = task; each; each = each.suite) names.push(each.name);
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: hashOf(`${process.env.KIZUNA_SEED} ${names.join(' ')}`) });
});

// FNV-1a, as a signed integer of 32 bits.
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
