import type { AddressInfo } from 'node:net';
import { nps, npsMetric } from 'kizuna';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { npsServer } from '../../examples/app/server.js';

describe('the example server', () => {
  const server = npsServer();
  let address = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
  });
  afterAll(() => server.close());

  const ask = async (path: string, body?: unknown): Promise<{ status: number; json: unknown }> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(address + path, init);
    return { status: response.status, json: await response.json() };
  };

  test('starts without a score', async () => {
    expect((await ask('/nps')).json).toMatchObject({ value: null, n: 0, interval: null });
  });

  test('merges answers and states of others into one score', async () => {
    await ask('/answers', [10, 9, 3]);
    await ask('/answers', [8]);
    const { json } = await ask('/states', npsMetric().state([9, 2]));
    const { value, n, interval } = nps([10, 9, 3, 8, 9, 2]);
    expect(json).toMatchObject({ value, n, interval });
  });

  test('refuses what is no answer, keeps its state and shows no value', async () => {
    const before = (await ask('/nps')).json;
    const { status, json } = await ask('/answers', [10, 4711]);
    expect(status).toBe(422);
    expect(JSON.stringify(json)).not.toContain('4711');
    expect((await ask('/answers', { score: 3 })).status).toBe(400);
    expect((await ask('/elsewhere')).status).toBe(404);
    expect((await ask('/nps')).json).toEqual(before);
  });
});
