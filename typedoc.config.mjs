import manifest from './package.json' with { type: 'json' };

const entries = Object.keys(manifest.exports).filter((path) => !path.endsWith('.json'));

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'kizuna',
  entryPoints: entries.map((path) => (path === '.' ? 'src/index.ts' : `src/${path.slice(2)}/index.ts`)),
  tsconfig: 'tsconfig.json',
  out: 'docs/api',
  includeVersion: true,
  // Links to sources need a remote, and a checkout may have none.
  disableSources: true,
  // Steps in the reckoning of a type, which a reader of the result never meets.
  intentionallyNotExported: ['ValueIn', 'OnlyColumns', 'UnknownPart', 'PropertyName', 'PropertyCell', 'EventParts'],
  // That every name has a comment is the surface test's to say.
  validation: { notExported: true, invalidLink: true, rewrittenLink: true, notDocumented: false },
  treatValidationWarningsAsErrors: true,
};
