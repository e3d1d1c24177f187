import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { isStorageFull } from './storage-full';

const quota = () => new DOMException('no room', 'QuotaExceededError');

describe('a full disk', () => {
  it.each<[string, unknown]>([
    ['by the browser’s error', quota()],
    ['by Dexie’s', new Dexie.QuotaExceededError(quota())],
    ['in an aborted transaction', new Dexie.AbortError(quota())],
    ['in a bulk write', new Dexie.BulkError('bulkAdd()', [new Dexie.QuotaExceededError(quota())] as never)],
    ['as a cause', new Error('cannot save', { cause: new Error('why', { cause: quota() }) })],
  ])('is recognised %s', (_, error) => expect(isStorageFull(error)).toBe(true));

  it('is not seen in other errors', () => {
    const loop: { name: string; inner?: unknown } = { name: 'AbortError' };
    loop.inner = loop;
    for (const error of [
      undefined,
      null,
      'QuotaExceededError',
      new Dexie.AbortError('x'),
      new Error('no'),
      loop,
    ]) {
      expect(isStorageFull(error)).toBe(false);
    }
  });
});
