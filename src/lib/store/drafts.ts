import type { Database } from './database';

/** Work that is not finished, by a name: what is typed and the files that go with it outlive the page. */
export interface Drafts {
  /** @returns what was kept, to be parsed by whoever kept it; undefined where nothing was. */
  draft(name: string): Promise<unknown>;
  /**
   * Puts what `change` makes of what is kept in its place, in one transaction: of two tabs neither loses the other's.
   *
   * @param change undefined takes it away. It must not wait for anything
   * @throws what the database throws, as where there is no room, and nothing has changed
   */
  changeDraft(name: string, change: (kept: unknown) => unknown): Promise<void>;
}

/** Drafts in IndexedDB. Values are what a structured clone can carry: files too. */
export function drafts(database: Database): Drafts {
  const table = database.drafts;
  return {
    draft: async (name) => (await table.get(name))?.value,
    changeDraft: (name, change) =>
      database.transaction('rw', table, async () => {
        const value = change((await table.get(name))?.value);
        if (value === undefined) await table.delete(name);
        else await table.put({ name, value });
      }),
  };
}
