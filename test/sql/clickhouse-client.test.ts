import { npsMetric } from 'kizuna';
import { type ClickHouseClient, measureIn, type Progress, table } from 'kizuna/clickhouse';
import { expect, test } from 'vitest';

// A client in the place of `@clickhouse/client`: what a server would be asked. ClickHouse itself is tested in test/clickhouse.
const answers = table('answers', { dialect: 'clickhouse', columns: { score: 'integer' } });
const nps = npsMetric({ score: 'score' });

type Query = Parameters<ClickHouseClient['query']>[0];

/** A client whose query ends when its request is closed. */
function slowClient(): { readonly client: ClickHouseClient; readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const client = {
    query: ({ query_id, abort_signal }: Query) =>
      new Promise<never>((_, reject) => {
        asked.push(query_id ?? 'no id');
        (abort_signal as unknown as AbortSignal).addEventListener('abort', () => reject(new Error('The user aborted')));
      }),
    command: async (command: object) => {
      asked.push(command);
    },
  };
  return { client, asked };
}

test('a signal closes the request, and kills the query where it has an id', async () => {
  for (const [queryId, kills] of [
    [undefined, []],
    ['nps 7', [{ query: 'KILL QUERY WHERE query_id = {id:String}', query_params: { id: 'nps 7' } }]],
  ] as const) {
    const { client, asked } = slowClient();
    const controller = new AbortController();
    const options = { signal: controller.signal, ...(queryId !== undefined && { queryId }) };
    const answer = measureIn(client, answers, nps, options);
    controller.abort('enough');
    await expect(answer).rejects.toBe('enough');
    expect(asked).toEqual([queryId ?? 'no id', ...kills]);
  }
});

test("a server that may not kill is left, and the reason is the signal's all the same", async () => {
  const { client } = slowClient();
  const refusing = { ...client, command: () => Promise.reject(new Error('Not enough privileges')) };
  const controller = new AbortController();
  const answer = measureIn(refusing, answers, nps, { signal: controller.signal, queryId: 'a' });
  controller.abort('enough');
  await expect(answer).rejects.toBe('enough');
});

test('progress comes between the rows', async () => {
  const lines = [
    { progress: { read_rows: '100', read_bytes: '800', total_rows_to_read: '400', elapsed_ns: '1' } },
    { progress: { read_rows: '150', read_bytes: '1200' } },
    { row: { c0: '0', c1: '0', c2: '0', c3: '10', c4: '3' } },
  ];
  const client = {
    async query({ format }: Query) {
      expect(format).toBe('JSONEachRowWithProgress');
      return {
        json: () => Promise.reject(new Error('is streamed')),
        async *stream() {
          for (const line of lines) yield [{ json: () => line }];
        },
      };
    },
  };
  const told: Progress[] = [];
  const { promoters } = await measureIn(client, answers, nps, { onProgress: (progress) => told.push(progress) });
  expect(promoters).toBe(3);
  expect(told).toEqual([
    { rows: 100, bytes: 800, fraction: 0.25 },
    { rows: 150, bytes: 1200, fraction: null },
  ]);
});

test('an error among the rows is one of the engine', async () => {
  const client = {
    query: async () => ({
      json: async () => [],
      async *stream() {
        yield [{ json: () => ({ exception: 'Code: 241. Memory limit' }) }];
      },
    }),
  };
  await expect(measureIn(client, answers, nps, { onProgress: () => {} })).rejects.toMatchObject({
    name: 'EngineError',
  });
});

test('a listener that throws closes the answer at once, and kills the query where it has an id', async () => {
  const asked: unknown[] = [];
  const client = {
    query: async () => ({
      json: async () => [],
      async *stream() {
        try {
          for (let read = 1; ; read += 1) yield [{ json: () => ({ progress: { read_rows: String(read) } }) }];
        } finally {
          asked.push('closed');
        }
      },
    }),
    command: async ({ query }: { query: string }) => {
      asked.push(query);
    },
  };
  const onProgress = ({ rows }: Progress): void => {
    if (rows > 2) throw new RangeError(`${rows} rows`);
  };
  const asking = measureIn(client, answers, nps, { onProgress, queryId: 'a' });
  await expect(asking).rejects.toMatchObject({ name: 'RangeError', message: '3 rows' });
  expect(asked).toEqual(['KILL QUERY WHERE query_id = {id:String}', 'closed']);
});

test('what the server could not find, or read as declared, is said by the names of the source', async () => {
  for (const [code, likely] of [
    ['60', 'likely as the table answers, or a column of it, is not there (score)'],
    ['43', 'likely as a column is of another type than declared (score: integer)'],
    ['241', null],
  ] as const) {
    const query = () => Promise.reject(Object.assign(new Error('secret'), { code, type: 'A_CODE' }));
    const end = likely === null ? '' : `, ${likely}`;
    const expected = `measureIn requires ClickHouse to answer the query; it answered with ${code} A_CODE${end}`;
    await expect(measureIn({ query }, answers, nps)).rejects.toMatchObject({ message: expected });
  }
});
