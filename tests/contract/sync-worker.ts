/** A tab that a test can kill for real: it syncs a workspace from its first moment to its last. */
import { openDatabase, outboxStorage, recordStorage } from '../../src/lib/store';
import { broadcastChannel, EmbeddedPlatform, lockLeadership, Outbox, Synchroniser } from '../../src/lib/sync';

addEventListener('message', async ({ data }: MessageEvent<{ workspace: string; platform: string }>) => {
  const database = await openDatabase(data.workspace);
  const synchroniser = new Synchroniser({
    platform: new EmbeddedPlatform(data.platform),
    outbox: new Outbox(outboxStorage(database, data.platform), data.platform),
    records: recordStorage(database, data.platform),
    leadership: lockLeadership(`sync-${data.workspace}`),
    channel: broadcastChannel(`sync-${data.workspace}`),
  });
  synchroniser.observe((status) => postMessage(status));
  synchroniser.start();
});
