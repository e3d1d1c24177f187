import {
  isAsGood,
  parseStoredRecord,
  signatureHeld,
  toAdd,
  type OrderedRecord,
  type Outcome,
  type RecordStore,
  type StoredRecord,
} from '../ledger';
import type { Database } from './database';

/** A record as it is stored: what is asked for lies beside it, where IndexedDB finds it. */
export interface RecordRow extends OrderedRecord, Omit<Partial<Outcome>, keyof OrderedRecord> {
  platform: string;
}

/** One platform's records in IndexedDB. */
export function recordStorage(database: Database, platform: string): RecordStore {
  const { records, checkpoints } = database;
  const keyOf = ({ position }: { position: number }): [string, number] => [platform, position];

  /** Rows of an index over `[platform, …name, position]`, by position. */
  const range = (index: string, name: string[], after: number, before: number) =>
    records.where(index).between([platform, ...name, after], [platform, ...name, before], false, false);

  const head = async (): Promise<number> =>
    (await range('[platform+position]', [], 0, Infinity).last())?.position ?? 0;

  return {
    head,

    add: (added) =>
      database.transaction('rw', records, async () => {
        const present = new Map<number, OrderedRecord>();
        for (const row of await records.bulkGet(added.map(keyOf))) if (row) present.set(row.position, row);
        const rows = toAdd(added, await head(), present).map((record) => ({ platform, ...record }));
        await records.bulkAdd(rows);
      }),

    settle: (outcomes) =>
      database.transaction('rw', records, async () => {
        const rows = await records.bulkGet(outcomes.map(keyOf));
        const settled = rows.flatMap((row, index) => settledRow(row, outcomes[index]));
        await records.bulkPut(settled);
      }),

    read: async (after, limit) =>
      (await range('[platform+position]', [], after, Infinity).limit(limit).toArray()).map(storedOf),

    find: async ({ author, rejected, before = Infinity, limit }) => {
      const verdicts = rejected ? ['rejected'] : ['accepted', 'rejected'];
      if (author !== undefined) {
        const rows = range('[platform+author+position]', [author], 0, before).reverse();
        const found = rejected ? rows.filter(({ verdict }) => verdict === 'rejected') : rows;
        return (await found.limit(limit).toArray()).map(storedOf);
      }
      const found = await database.transaction('r', records, () =>
        Promise.all(
          verdicts.map((verdict) =>
            range('[platform+verdict+position]', [verdict], 0, before).reverse().limit(limit).toArray(),
          ),
        ),
      );
      const latest = found.flat().sort((a, b) => b.position - a.position);
      return latest.slice(0, limit).map(storedOf);
    },

    byId: async (id) => {
      const row = await range('[platform+id+position]', [id], 0, Infinity).first();
      return row && storedOf(row);
    },

    count: () =>
      database.transaction('r', records, async () => ({
        all: await range('[platform+position]', [], 0, Infinity).count(),
        rejected: await range('[platform+verdict+position]', ['rejected'], 0, Infinity).count(),
      })),

    checkpoint: () => checkpoints.get(platform),

    keepCheckpoint: (checkpoint) =>
      database.transaction('rw', checkpoints, async () => {
        if (!isAsGood(await checkpoints.get(platform), checkpoint)) await checkpoints.put(checkpoint);
      }),
  };
}

/** The platforms of which records are kept here, chosen or not. */
export async function platformsWithRecords({ records }: Database): Promise<string[]> {
  const platforms: string[] = [];
  // From one platform's end to the next one's beginning: there are few of them, and very many records.
  for (;;) {
    const last = platforms.at(-1) ?? '';
    const row = await records.where('[platform+position]').above([last, Infinity]).first();
    if (!row) return platforms;
    platforms.push(row.platform);
  }
}

/** What is to be written: nothing where a record is judged as it was, as most are when an app's rules have changed. */
function settledRow(row: RecordRow | undefined, outcome: Outcome | undefined): RecordRow[] {
  if (!row || !outcome) return [];
  const { platform, position, receivedAt, jws } = row;
  const { id, author, kind, at, verdict, reason, detail } = outcome;
  const known = { id, author, kind, at, verdict, reason, detail, verified: signatureHeld(outcome) };
  const same = (Object.keys(known) as (keyof typeof known)[]).every((name) => known[name] === row[name]);
  return same ? [] : [{ platform, position, receivedAt, jws, ...known }];
}

/** Rows may be anything. @throws LedgerError `storage-damaged` */
function storedOf(row: RecordRow): StoredRecord {
  const { position, receivedAt, jws, verified, id, author, kind, at, verdict, reason, detail } = row;
  const record = { position, receivedAt, jws, verified };
  if (verdict === undefined) return parseStoredRecord(record);
  const outcome = { position, receivedAt, id, author, kind, at, verdict, reason, detail };
  return parseStoredRecord({ ...record, outcome });
}
