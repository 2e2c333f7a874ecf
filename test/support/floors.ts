import { isBuiltin } from 'node:module';
import type { Import } from './imports.js';

/** The floor of each folder of src; a folder that is not here is a domain. A file imports only from lower floors. */
const FLOORS: Readonly<Record<string, number>> = {
  core: 0,
  stats: 1,
  time: 1,
  log: 2,
  schema: 4,
  sql: 4,
  chart: 4,
  duckdb: 5,
  postgres: 5,
  clickhouse: 5,
};
const DOMAIN = 3;

/** The folders that may import a package. Optional peers belong to the edges. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'simple-statistics': ['stats'],
  'date-fns': ['time'],
  zod: ['schema'],
};

/** Folders with an entry point of their own; the others, and all of it, are the root's. */
export const EDGES: readonly string[] = ['schema', 'sql', 'chart', 'duckdb', 'postgres', 'clickhouse'];

/** What each import breaks of the floors, as `file:line sentence`. `peers` are the packages that edges may import. */
export function floorFaults(imports: readonly Import[], peers: readonly string[] = []): readonly string[] {
  return imports.flatMap((each) => {
    const fault = each.isInside ? insideFault(each) : packageFault(each, peers);
    return fault === null ? [] : [`${each.from}:${each.line} ${fault}`];
  });
}

function insideFault({ from, to }: Import): string | null {
  const [own, other] = [folderOf(from), folderOf(to)];
  if (!to.startsWith('src/')) return `imports ${to}, which is outside src`;
  if (from === 'src/index.ts')
    return EDGES.includes(other) ? `imports ${to}: an edge is an entry point of its own` : null;
  if (to.endsWith('/index.ts')) return `imports the barrel ${to}; import the file itself`;
  if (own === other) return null;
  if (floorOf(own) === floorOf(other)) return `imports ${to}: ${own} and ${other} stand on the same floor`;
  return floorOf(own) > floorOf(other) ? null : `imports ${to}: ${other} stands above ${own}`;
}

function packageFault({ from, to }: Import, peers: readonly string[]): string | null {
  const folder = folderOf(from);
  const name = to
    .split('/')
    .slice(0, to.startsWith('@') ? 2 : 1)
    .join('/');
  if (isBuiltin(to)) return `imports ${to}, which only Node has`;
  if (PACKAGES[name]?.includes(folder)) return null;
  if (peers.includes(name) && EDGES.includes(folder)) return null;
  return `imports ${to}; ${PACKAGES[name] ? `only ${PACKAGES[name].join(', ')} may` : 'it is no dependency'}`;
}

/** The folder of src that a file belongs to; the root itself is ''. */
function folderOf(file: string): string {
  return file.split('/').length > 2 ? (file.split('/')[1] ?? '') : '';
}

function floorOf(folder: string): number {
  return FLOORS[folder] ?? DOMAIN;
}
