import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Timing } from './run.js';

/** A program to compare with, in a process of its own, so that nobody's threads or memory are counted as another's. */
export interface PeerProcess {
  readonly name: string;
  readonly version: string;
  /** What it can be asked for. */
  readonly forms: readonly string[];
  load(task: string, folder: string): Promise<void>;
  /** Runs once, and tells what it took. */
  run(form: string, request?: object): Promise<Timing>;
  /** Runs once, and tells what came out. */
  answer(form: string, request?: object): Promise<unknown>;
  stop(): void;
}

/** Starts the first of the commands that has what it needs; `null`, and a line that says so, where none has. */
export async function startProcess(
  name: string,
  commands: readonly (readonly [string, ...string[]])[],
  environment: NodeJS.ProcessEnv = {},
): Promise<PeerProcess | null> {
  let reason = '';
  for (const [command, ...given] of commands) {
    const child = spawn(command, given, { env: oneThread(environment), stdio: ['pipe', 'pipe', 'inherit'] });
    const ask = speakWith(child);
    try {
      const { version = '', forms = [] } = await ask(null);
      console.log(`${name}: ${version}`);
      return {
        ...{ name, version, forms },
        load: async (task, folder) => void (await ask({ ask: 'load', task, folder })),
        run: async (form, request = {}) => {
          const reply = await ask({ ask: 'run', form, wantsAnswer: false, ...request });
          return { cpu: reply.cpu ?? Number.NaN, wall: reply.wall ?? Number.NaN, answer: '' };
        },
        answer: async (form, request = {}) => (await ask({ ask: 'run', form, wantsAnswer: true, ...request })).answer,
        stop: () => child.kill(),
      };
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
      child.kill();
    }
  }
  console.log(`${name} is left out: ${reason}`);
  return null;
}

interface Reply {
  readonly error?: string;
  readonly version?: string;
  readonly forms?: readonly string[];
  readonly cpu?: number;
  readonly wall?: number;
  readonly answer?: unknown;
}

/** One JSON text a line, one reply a line. */
function speakWith(child: ChildProcess): (request: object | null) => Promise<Reply> {
  let failure = 'it ended before it answered';
  child.on('error', ({ message }) => {
    failure = message;
  });
  child.stdin?.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator](); // piped, as above
  return async (request) => {
    if (request !== null) child.stdin?.write(`${JSON.stringify(request)}\n`);
    const { value } = await lines.next();
    if (value === undefined) throw new Error(failure);
    // The other end of the pipe is one of the scripts in `peers`.
    const reply = JSON.parse(String(value)) as Reply;
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply;
  };
}

/** One thread for libraries of algebra; and no old kernel of BLAS pinned, as some machines do, which would slow numpy down. */
function oneThread(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...rest } = process.env;
  return { ...rest, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1', ...environment };
}
