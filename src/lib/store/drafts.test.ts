import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { openDatabase } from './database';
import { drafts } from './drafts';

let workspaces = 0;

it('keeps a draft with its files, in its place, until it is taken away', async () => {
  const database = await openDatabase(`drafts-${workspaces++}`);
  const store = drafts(database);
  expect(await store.draft('bid 1')).toBeUndefined();
  const file = new Blob(['投标文件']);
  await store.changeDraft('bid 1', () => ({ note: '一', file }));
  const kept = (await store.draft('bid 1')) as { note: string; file: Blob };
  expect(kept.note).toBe('一');
  expect(await store.draft('bid 2')).toBeUndefined();
  await store.changeDraft('bid 1', () => undefined);
  expect(await store.draft('bid 1')).toBeUndefined();
});

it('loses nothing of two tabs that change one draft at once', async () => {
  const name = `drafts-${workspaces++}`;
  const tabs = [drafts(await openDatabase(name)), drafts(await openDatabase(name))];
  const add = (kept: unknown) => ((kept as number | undefined) ?? 0) + 1;
  await Promise.all(Array.from({ length: 20 }, (_, n) => tabs[n % 2]!.changeDraft('n', add)));
  expect(await tabs[0]!.draft('n')).toBe(20);
});

it('leaves a draft as it was where the change fails', async () => {
  const store = drafts(await openDatabase(`drafts-${workspaces++}`));
  await store.changeDraft('bid', () => 'whole');
  const failing = store.changeDraft('bid', () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await store.draft('bid')).toBe('whole');
});
