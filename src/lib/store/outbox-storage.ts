import { Dexie } from 'dexie';
import { ALL_STATES, type OutboxEntry, type OutboxState, type OutboxStorage } from '../sync';
import type { Database } from './database';

/** The outbox for one platform in IndexedDB, seen by all tabs of the workspace. */
export function outboxStorage(database: Database, platform: string): OutboxStorage {
  const { outbox, outboxBlobs } = database;
  const byId = async (id: string | undefined) => (id === undefined ? undefined : outbox.get({ id }));
  return {
    // Joins the transaction that the caller is in, if it is one of this database over these tables.
    add: (entry, blobs, { behind, insteadOf } = {}) =>
      database.transaction('rw', outbox, outboxBlobs, async () => {
        if ((await outbox.get({ id: entry.id })) !== undefined) return 'present';
        const { author, seq } = entry;
        if ((await outbox.get({ platform, author, seq })) !== undefined) return 'slot-taken';
        const [before, replaced] = [await byId(behind), await byId(insteadOf)];
        if (behind !== undefined && before?.seq === undefined) return 'slot-taken';
        if (insteadOf !== undefined) {
          if (!replaced || replaced.seq !== undefined) return 'gone';
          await outbox.delete(replaced.order);
          await outboxBlobs.where('entry').equals(insteadOf).delete();
        }
        await outbox.add(entry as OutboxEntry); // the table gives the order
        await outboxBlobs.bulkPut(blobs.map(({ id, blob }) => ({ entry: entry.id, id, blob })));
        return 'added';
      }),

    entry: (id) => outbox.get({ id }),

    entries: async ({ states, after, limit, newestFirst = false }) => {
      const read = states.map((state) => () => {
        const [from, to] = newestFirst
          ? [Dexie.minKey, after ?? Dexie.maxKey]
          : [after ?? Dexie.minKey, Dexie.maxKey];
        const range = outbox
          .where('[platform+state+order]')
          .between([platform, state, from], [platform, state, to], false, false);
        return (newestFirst ? range.reverse() : range).limit(limit).toArray();
      });
      const found = await database.transaction('r', outbox, () => Promise.all(read.map((one) => one())));
      const sorted = found.flat().sort((a, b) => (newestFirst ? b.order - a.order : a.order - b.order));
      return sorted.slice(0, limit);
    },

    lastOf: (author) => ofAuthor(database, platform, author).last(),

    update: (ids, change) =>
      database.transaction('rw', outbox, outboxBlobs, async () => {
        const stored = await outbox
          .where('id')
          .anyOf([...ids])
          .toArray();
        const changes = stored.flatMap((one) => change(one) ?? []);
        await outbox.bulkPut(changes.map(({ entry }) => entry));
        const dropped = changes.filter(({ dropFiles }) => dropFiles).map(({ entry }) => entry.id);
        await outboxBlobs.where('entry').anyOf(dropped).delete();
      }),

    removeOf: (author, choose) =>
      database.transaction('rw', outbox, outboxBlobs, async () => {
        const chosen = [...choose(await ofAuthor(database, platform, author).toArray())];
        await outbox.where('id').anyOf(chosen).delete();
        await outboxBlobs.where('entry').anyOf(chosen).delete();
      }),

    blob: async (entry, id) => (await outboxBlobs.get([entry, id]))?.blob,

    counts: () =>
      database.transaction('r', outbox, async () => {
        const counts = ALL_STATES.map(
          async (state) => [state, await ofState(database, platform, state).count()] as const,
        );
        return Object.fromEntries(await Promise.all(counts)) as Record<OutboxState, number>;
      }),

    watch: (onChange) => {
      // Dexie tells of every commit, also of other tabs', by the tables' names.
      const changed = (parts: Record<string, unknown>) => {
        if (Object.keys(parts).some((part) => part.startsWith(`idb://${database.name}/outbox/`))) onChange();
      };
      Dexie.on('storagemutated', changed);
      return () => Dexie.on.storagemutated.unsubscribe(changed);
    },
  };
}

function ofAuthor({ outbox }: Database, platform: string, author: string) {
  const from = [platform, author, Dexie.minKey];
  return outbox.where('[platform+author+seq]').between(from, [platform, author, Dexie.maxKey]);
}

function ofState({ outbox }: Database, platform: string, state: OutboxState) {
  const from = [platform, state, Dexie.minKey];
  return outbox.where('[platform+state+order]').between(from, [platform, state, Dexie.maxKey]);
}
