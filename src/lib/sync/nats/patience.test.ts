import { describe, expect, it } from 'vitest';
import { PlatformError } from '../error';
import { Pace } from './pace';
import { hitch, patiently, settledWhileMoving } from './patience';

const after = <T>(ms: number, value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));

describe('patience', () => {
  it('asks again while nobody leads', async () => {
    let asked = 0;
    const answer = await patiently(async () => {
      if (++asked < 3) throw hitch('no-leader');
      return 'led';
    });
    expect([answer, asked]).toEqual(['led', 3]);
  });

  it.each([
    new PlatformError('unreachable', { reason: 'no-server' }),
    new PlatformError('storage-full'),
    new Error('a mistake'),
  ])('is no use against %s', async (error) => {
    let asked = 0;
    const answer = patiently(async () => {
      asked++;
      throw error;
    });
    await expect(answer).rejects.toBe(error);
    expect(asked).toBe(1);
  });

  it('ends with the signal', async () => {
    const controller = new AbortController();
    const answer = patiently(
      async () => {
        controller.abort();
        throw hitch('no-leader');
      },
      { signal: controller.signal },
    );
    await expect(answer).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('waits as long as something comes', async () => {
    const results = await settledWhileMoving([after(30, 1), after(60, 2), after(90, 3)], 60);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  });

  it('does not wait for what does not come', async () => {
    const results = await settledWhileMoving([after(10, 1), new Promise<number>(() => undefined)], 40);
    expect(results).toMatchObject([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: { code: 'unreachable' } },
    ]);
  });
});

describe('the pace', () => {
  it('doubles on a fast line up to its limit, and is halved on a slow one', () => {
    const pace = new Pace(3, 10);
    pace.took(10);
    expect(pace.size).toBe(6);
    pace.took(10);
    expect(pace.size).toBe(10);
    pace.took(1_000);
    expect(pace.size).toBe(10);
    pace.took(5_000);
    expect(pace.size).toBe(5);
    for (let at = 0; at < 9; at++) pace.stumbled();
    expect(pace.size).toBe(1);
  });
});
