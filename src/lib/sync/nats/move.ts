import { sha256 } from '@noble/hashes/sha2.js';
import { createDigest, utf8 } from '../../keys';
import { encodeBase64url, type OrderedRecord, type RecordId } from '../../ledger';
import type { BlobId } from '../blob-id';
import { PlatformError } from '../error';
import type { PlatformPort } from '../port';
import { StreamApi } from './api';
import type { NatsConfig } from './config';
import { Line } from './line';
import { namesOf } from './names';
import { patiently } from './patience';
import { NatsPlatform } from './platform';
import { ready } from './records';

const PAGE = 500;
/** Records under way at once. */
const AT_ONCE = 64;
/** Stands for the author of what says none: it counts for nothing, and has its place all the same. */
const NO_AUTHOR = '-';

/** A platform that is copied. */
export type MoveSource = Pick<PlatformPort, 'read' | 'getBlob'> & {
  files(): Promise<{ id: BlobId; bytes: number }[]>;
};

export interface MoveProgress {
  part: 'files' | 'records' | 'checking-files' | 'checking-records';
  /** files or records */
  done: number;
  all: number;
}

export interface MoveOptions {
  signal?: AbortSignal;
  onProgress?(progress: MoveProgress): void;
}

/** What a platform consists of. */
export interface Contents {
  records: number;
  /** SHA-256 over every record with its position and time, base64url */
  digest: string;
  files: number;
}

/**
 * Copies the files of a platform that are not there yet, and reads each back: what comes is checked against its name.
 * May be broken off and repeated.
 *
 * @param to already provisioned
 * @param o.but those that were copied and read back before
 * @returns those that are copied and read back
 * @throws PlatformError; the signal's reason
 */
export async function copyFiles(
  source: MoveSource,
  to: NatsConfig,
  o: MoveOptions & { but?: ReadonlySet<BlobId> } = {},
): Promise<Set<BlobId>> {
  const port = new NatsPlatform(to);
  const { signal } = o;
  try {
    const all = await source.files();
    const files = all.filter(({ id }) => !o.but?.has(id));
    for (const [done, { id }] of files.entries()) {
      signal?.throwIfAborted();
      o.onProgress?.({ part: 'files', done, all: files.length });
      if (await port.hasBlob(id)) continue;
      await port.putBlob(id, await source.getBlob(id, { signal }), { signal });
    }
    for (const [done, { id, bytes }] of files.entries()) {
      signal?.throwIfAborted();
      o.onProgress?.({ part: 'checking-files', done, all: files.length });
      const { size } = await port.getBlob(id, { signal });
      if (size !== bytes) throw new PlatformError('damaged-blob', { id });
    }
    return new Set(all.map(({ id }) => id));
  } finally {
    await port.close();
  }
}

/**
 * Copies the records of a platform that are not there yet, each to the position that it has, with its time. May be broken
 * off and repeated.
 *
 * @param to already provisioned, with `moved` of at least as many
 * @throws PlatformError `refused` with `reason` `other-history` where something else is there; `unreachable`; the
 *   signal's reason
 */
export async function copyRecords(source: MoveSource, to: NatsConfig, o: MoveOptions = {}): Promise<void> {
  const line = new Line(to);
  const api = new StreamApi(line, to.inboxPrefix);
  const names = namesOf(to.platform);
  const { stream } = names.records;
  const put = async ({ position, receivedAt, jws }: OrderedRecord): Promise<void> => {
    const given = ready(jws, names);
    const data = utf8(jws);
    const id = encodeBase64url(sha256(data)) as RecordId;
    const subject = given instanceof PlatformError ? names.records.of(NO_AUTHOR, id) : given.subject;
    await api.publish(subject, data, { id, behind: position - 1, saidAt: receivedAt });
  };
  try {
    for (;;) {
      o.signal?.throwIfAborted();
      const { head } = await patiently(() => api.info(stream), o);
      const { records, head: all } = await source.read(head, AT_ONCE);
      o.onProgress?.({ part: 'records', done: head, all: Math.max(all, head) });
      if (records.length === 0) break;
      // Those that did not get in are seen by what is there then.
      const results = await Promise.allSettled(records.map(put));
      const failed = results.find((result) => result.status === 'rejected');
      const { head: now } = await patiently(() => api.info(stream), o);
      if (now === head) {
        if (failed) throw failed.reason;
        throw new PlatformError('refused', { reason: 'other-history' });
      }
    }
  } finally {
    await line.close();
  }
}

/** Reads all of a platform's records, and how many files it has where it can say so. */
async function contentsOf(
  port: Pick<PlatformPort, 'read'> & { files?(): Promise<unknown[]> },
  o: MoveOptions = {},
): Promise<Contents> {
  const digest = await createDigest('sha256');
  let after = 0;
  for (;;) {
    o.signal?.throwIfAborted();
    const { records, head } = await port.read(after, PAGE);
    for (const { position, receivedAt, jws } of records) {
      digest.update(utf8(`${position} ${receivedAt} ${jws}\n`));
      after = position;
    }
    o.onProgress?.({ part: 'checking-records', done: after, all: Math.max(head, after) });
    if (records.length === 0 || after >= head) break;
  }
  const files = (await port.files?.())?.length ?? 0;
  return { records: after, digest: encodeBase64url(digest.digest()), files };
}

/**
 * Compares the records of two places, as they are read, times included.
 *
 * @throws PlatformError `refused` with `reason` `other-history` where they differ
 */
export async function checkCopy(source: MoveSource, to: NatsConfig, o: MoveOptions = {}): Promise<Contents> {
  const port = new NatsPlatform(to);
  try {
    const [here, there] = [await contentsOf(source, o), await contentsOf(port, o)];
    if (here.records !== there.records || here.digest !== there.digest) {
      throw new PlatformError('refused', { reason: 'other-history', here, there });
    }
    return here;
  } finally {
    await port.close();
  }
}
