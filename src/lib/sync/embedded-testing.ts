import type { BlobId } from './blob-id';
import type { DBCore } from 'dexie';
import { EmbeddedPlatform, type EmbeddedOptions } from './embedded';
import { PlatformDatabase } from './embedded-database';
import { memoryChannels } from './tab-channel';

/** A new embedded platform with as many connections as a test wants, and a switch that cuts them. */
export async function embeddedUnderTest(o: EmbeddedOptions = {}) {
  const id = `test-${crypto.randomUUID()}`;
  const opened: EmbeddedPlatform[] = [];
  let reachable = true;
  const openChannel = o.openChannel ?? memoryChannels();
  const connect = (own: EmbeddedOptions & { database?: PlatformDatabase } = {}) => {
    const platform = new EmbeddedPlatform(id, { reachable: () => reachable, ...o, openChannel, ...own });
    opened.push(platform);
    return platform;
  };
  return {
    id,
    platform: connect(),
    connect,
    openChannel,
    another: async () => connect(),
    setReachable(value: boolean) {
      reachable = value;
    },
    async damageBlob(blob: BlobId) {
      const database = new PlatformDatabase(id);
      const chunk = await database.chunks.get([blob, 1]);
      if (chunk)
        await database.chunks.put({
          ...chunk,
          data: chunk.data.map((byte, at) => (at === 7 ? byte ^ 1 : byte)),
        });
      database.close();
    },
    async close() {
      for (const platform of opened) platform.close();
      await new PlatformDatabase(id).delete();
    },
  };
}

/**
 * The platform's database as a tab has it in which something happens at a write.
 *
 * @param happens gets the number of the write, from 0; the write fails with the error that it gives
 */
export function databaseWhere(id: string, happens: (write: number) => Error | undefined): PlatformDatabase {
  let writes = 0;
  const database = new PlatformDatabase(id);
  database.use({
    stack: 'dbcore',
    name: 'happens',
    create: (core: DBCore): DBCore => ({
      ...core,
      table: (name) => {
        const table = core.table(name);
        return {
          ...table,
          mutate(request) {
            const fails = happens(writes++);
            return fails ? Promise.reject(fails) : table.mutate(request);
          },
        };
      },
    }),
  });
  return database;
}
