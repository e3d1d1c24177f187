import * as v from 'valibot';
import { PlatformError } from '../error';
import { MAX_RECORD_BYTES } from '../port';
import { StreamApi } from './api';
import { COPIES } from './blobs';
import { natsConfig, type NatsConfig } from './config';
import { Line } from './line';
import { namesOf } from './names';
import { patiently } from './patience';
import { movedText } from './moved';
import { MAX_LIST_BYTES } from './piece-list';

const NS = 1e6;
const DAY_MS = 86_400_000;
/** Subject and headers of a record or a piece, with room to spare. */
const ENVELOPE_BYTES = 1024;

/** How large a platform may become. */
export interface Limits {
  /** servers that keep a copy; `most`: 3 in a cluster, of which one may then fail, or 1 where there is no other */
  replicas: 1 | 3 | 5 | 'most';
  /** of all records together */
  maxRecordsBytes: number;
  /** of all files together */
  maxBlobsBytes: number;
  /** so many of its first records come from another place: see `moved.ts` */
  moved?: number;
}

const anything = v.looseObject({});

/**
 * Makes the streams of a platform, or sets the limits of those that are there. May be repeated.
 *
 * Records are append-only for everybody, the administrator too: `deny_delete` and `deny_purge` cannot be taken back.
 * A full stream refuses (`discard: new`); it never forgets.
 *
 * @param config with credentials that may call `$JS.API.STREAM.CREATE|UPDATE.*`
 * @throws PlatformError `unreachable`; `storage-full` with `reason` `no-room` where servers cannot promise so much;
 *   `refused`
 */
export async function provision(config: NatsConfig, limits: Limits): Promise<void> {
  const { platform, inboxPrefix } = v.parse(natsConfig, config);
  const line = new Line(config);
  try {
    const api = new StreamApi(line, inboxPrefix);
    const make = async (replicas: number) => {
      for (const stream of streamsOf(platform, limits, replicas))
        await patiently(() => makeOrChange(api, stream));
    };
    if (limits.replicas !== 'most') return await make(limits.replicas);
    await make(3).catch((error: unknown) => {
      // 10074: not in a cluster
      if (!(error instanceof PlatformError) || error.detail.serverCode !== 10074) throw error;
      return make(1);
    });
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'storage-full') throw error;
    throw new PlatformError('storage-full', { ...error.detail, reason: 'no-room' }, error);
  } finally {
    await line.close();
  }
}

async function makeOrChange(api: StreamApi, stream: { name: string }): Promise<void> {
  try {
    // First, for making one that is there already asks for its room twice.
    await api.call(`STREAM.UPDATE.${stream.name}`, stream, anything);
  } catch (error) {
    // 10059: there is none of this name
    if (!(error instanceof PlatformError) || error.detail.serverCode !== 10059) throw error;
    await api.call(`STREAM.CREATE.${stream.name}`, stream, anything);
  }
}

function streamsOf(
  platform: string,
  { maxRecordsBytes, maxBlobsBytes, moved = 0 }: Limits,
  replicas: number,
) {
  const names = namesOf(platform);
  const common = { retention: 'limits', num_replicas: replicas, max_consumers: -1, max_msgs: -1, max_age: 0 };
  return [
    {
      ...common,
      name: names.records.stream,
      ...(moved > 0 && { description: movedText(moved) }),
      subjects: [names.records.all],
      storage: 'file',
      max_bytes: maxRecordsBytes,
      max_msg_size: MAX_RECORD_BYTES + ENVELOPE_BYTES,
      discard: 'new',
      max_msgs_per_subject: 1,
      discard_new_per_subject: true,
      // Not what keeps a record from being there twice (its subject does), but what makes a repetition cheap.
      duplicate_window: DAY_MS * NS,
      deny_delete: true,
      deny_purge: true,
      allow_direct: true,
      republish: { src: names.news.from, dest: names.news.to, headers_only: true },
    },
    {
      ...common,
      name: names.blobs.stream,
      subjects: [names.blobs.lists, names.blobs.pieces],
      storage: 'file',
      max_bytes: maxBlobsBytes,
      max_msg_size: MAX_LIST_BYTES + ENVELOPE_BYTES,
      discard: 'new',
      max_msgs_per_subject: COPIES,
      discard_new_per_subject: true,
      allow_direct: true,
    },
    {
      ...common,
      name: names.clock.stream,
      subjects: [names.clock.subject],
      storage: 'file', // one in memory would not be there after the server was started again
      max_bytes: 1 << 20,
      max_msg_size: ENVELOPE_BYTES,
      max_age: 60_000 * NS,
      discard: 'old',
      duplicate_window: 1_000 * NS,
    },
  ];
}
