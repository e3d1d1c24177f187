import type { AuthorId, RecordId } from '../ledger';
import type { BlobId } from './blob-id';
import {
  ALL_STATES,
  hasPlace,
  type NewOutboxEntry,
  type OutboxEntry,
  type OutboxState,
} from './outbox-entry';
import type { AddConditions, OutboxBlob, OutboxStorage } from './outbox-storage';

/** An outbox in memory, for Node and for tests. Several outboxes on one of these are tabs of one browser. */
export function memoryOutboxStorage(): OutboxStorage {
  const entries = new Map<RecordId, OutboxEntry>();
  const files = new Map<RecordId, Map<BlobId, Blob>>();
  const watchers = new Set<() => void>();
  let order = 0;

  const changed = () => watchers.forEach((onChange) => queueMicrotask(onChange));
  const of = (author: AuthorId) =>
    [...entries.values()]
      .filter(hasPlace)
      .filter((entry) => entry.author === author)
      .sort((a, b) => a.seq - b.seq);
  const remove = (id: RecordId) => {
    entries.delete(id);
    files.delete(id);
  };

  return {
    async add(
      entry: NewOutboxEntry,
      blobs: readonly OutboxBlob[],
      { behind, insteadOf }: AddConditions = {},
    ) {
      if (entries.has(entry.id)) return 'present';
      if (of(entry.author).some(({ seq }) => seq === entry.seq)) return 'slot-taken';
      if (behind !== undefined && entries.get(behind)?.seq === undefined) return 'slot-taken';
      if (insteadOf !== undefined) {
        const replaced = entries.get(insteadOf);
        if (!replaced || hasPlace(replaced)) return 'gone';
        remove(insteadOf);
      }
      entries.set(entry.id, { ...structuredClone(entry), order: ++order });
      files.set(entry.id, new Map(blobs.map(({ id, blob }) => [id, blob])));
      changed();
      return 'added';
    },

    entry: async (id) => structuredClone(entries.get(id)),

    async entries({ states, after, limit, newestFirst = false }) {
      const found = [...entries.values()]
        .filter((entry) => states.includes(entry.state))
        .filter((entry) => after === undefined || (newestFirst ? entry.order < after : entry.order > after))
        .sort((a, b) => (newestFirst ? b.order - a.order : a.order - b.order));
      return structuredClone(found.slice(0, limit));
    },

    lastOf: async (author) => structuredClone(of(author).at(-1)),

    async update(ids, change) {
      const changes = ids.flatMap((id) => {
        const stored = entries.get(id);
        return stored === undefined ? [] : (change(structuredClone(stored)) ?? []);
      });
      for (const { entry, dropFiles } of changes) {
        entries.set(entry.id, structuredClone(entry));
        if (dropFiles) files.delete(entry.id);
      }
      if (changes.length > 0) changed();
    },

    async removeOf(author, choose) {
      const chosen = choose(structuredClone(of(author)));
      chosen.forEach(remove);
      if (chosen.length > 0) changed();
    },

    blob: async (entry, id) => files.get(entry)?.get(id),

    async counts() {
      const counts = Object.fromEntries(ALL_STATES.map((state) => [state, 0])) as Record<OutboxState, number>;
      for (const { state } of entries.values()) counts[state]++;
      return counts;
    },

    watch(onChange) {
      const told = () => watchers.has(told) && onChange();
      watchers.add(told);
      return () => watchers.delete(told);
    },
  };
}
