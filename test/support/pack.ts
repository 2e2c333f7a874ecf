import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './fences.js';

const execute = promisify(execFile);

/** Runs a program and gives what it printed; throws with all of it when the program fails. */
export async function run(program: string, args: readonly string[], folder: string): Promise<string> {
  try {
    const { stdout } = await execute(program, args, {
      cwd: folder,
      maxBuffer: 2 ** 26,
      env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: '', NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' },
    });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }; // execFile adds both
    // Marked line by line: the stack of another program must not be taken for the stack of this error.
    const printed = `${stdout}\n${stderr}`.trim().replaceAll(/^/gm, '| ');
    throw new Error(`${program} ${args.join(' ')} failed\n${printed}`);
  }
}

/** Runs a file of a development dependency under this Node. */
export function runTool(path: string, args: readonly string[], folder: string): Promise<string> {
  return run(process.execPath, [join(ROOT, 'node_modules', path), ...args], folder);
}

export interface Packed {
  /** The temporary folder that holds all below. */
  readonly folder: string;
  readonly tarball: string;
  /** The paths in the tarball, sorted. */
  readonly files: readonly string[];
  /** A project that has the tarball installed. */
  readonly project: string;
}

/** Builds, packs and installs the package in a project of its own, outside the repository. */
export async function packAndInstall(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'kizuna-'));
  await runTool('tsup/dist/cli-default.js', ['--silent'], ROOT);
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [report] = JSON.parse(await run('npm', args, ROOT)) as [{ filename: string; files: { path: string }[] }]; // npm's format
  const tarball = join(folder, report.filename);
  const project = join(folder, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{ "name": "consumer", "private": true }\n');
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'];
  await run('npm', ['install', tarball, ...quiet], project);
  return { folder, tarball, project, files: report.files.map(({ path }) => path).sort() };
}

export async function discard({ folder }: Packed): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
