import { blobChunks, createDigest, utf8 } from '../../keys';
import { encodeBase64url, parseRecord, type OrderedRecord, type Outcome, type RecordId } from '../../ledger';
import type { BlobId } from '../../sync';
import { openTender } from '../opening';
import type { EnvelopeOutcome } from '../secrecy';
import type { Tender, TenderState } from '../state';
import { crc32 } from './crc32';
import { ArchiveError } from './error';
import { filesOf, type NamedFile } from './files';
import {
  MANIFEST_PATH,
  newManifest,
  RECORDS_PATH,
  SUMMARY_PATH,
  type ArchivedFile,
  type Manifest,
} from './manifest';
import { recordLine } from './records';
import { zipOf, type ZipEntry } from './zip-write';

/** Records that are read at once. */
const PAGE = 1000;

export interface ExportOptions {
  platform: string;
  tender: RecordId;
  state: TenderState;
  /** all records of the platform, with what became of them: see `RecordStore` */
  records: {
    read(after: number, limit: number): Promise<readonly (OrderedRecord & { outcome?: Outcome })[]>;
  };
  /** a file that a record names: see `Office.file` */
  file(id: BlobId, o: { maxBytes: number }): Promise<Blob>;
  /** for people, in their language: HTML */
  summary: Blob;
  /** the platform's clock, ms since the epoch */
  now: number;
  signal?: AbortSignal;
  /** files that are in it, of all */
  onProgress?(done: number, all: number): void;
}

export interface Archive {
  file: Blob;
  manifest: Manifest;
  /** files that the records name and that could not be had, or were not what the records name */
  missing: NamedFile[];
}

/**
 * Puts everything of a tender that has ended into one file: all records of the platform up to its result, for each may
 * decide who could write another one, with the instants at which the platform took them; and all files that the
 * records of the tender name. Nothing in it is secret: attachments stay encrypted to those who may read them.
 *
 * @throws ArchiveError `not-finished`; SecrecyError where the shares do not make the opening key; what reading records
 *   throws; the signal's reason
 */
export async function exportArchive(o: ExportOptions): Promise<Archive> {
  const tender = o.state.tenders.get(o.tender);
  if (!tender?.award && !tender?.cancelled) throw new ArchiveError('not-finished', { tender: o.tender });
  const records = await packedRecords(o);
  const summary = await packed(SUMMARY_PATH, o.summary, o.signal);
  const named = filesOf(tender, await outcomesOf(tender, o));
  const files: { file: ArchivedFile; entry: ZipEntry }[] = [];
  const missing: NamedFile[] = [];
  for (const [index, file] of named.entries()) {
    o.signal?.throwIfAborted();
    o.onProgress?.(index, named.length);
    const blob = await o.file(file.sha256, { maxBytes: Infinity }).catch(() => undefined);
    const entry = blob && (await packed(file.path, blob, o.signal));
    if (entry?.sha256 !== file.sha256) missing.push(file);
    else files.push({ file: { ...file, bytes: entry.blob.size }, entry });
  }
  o.onProgress?.(named.length, named.length);
  const manifest = newManifest({
    ...{ platform: o.platform, tender: o.tender, exportedAt: o.now },
    records: { ...partOf(records), count: records.count },
    summary: partOf(summary),
    files: files.map(({ file }) => file),
  });
  const blob = new Blob([JSON.stringify(manifest, undefined, 1)], { type: 'application/json' });
  // What is read first stands first.
  const entries = [await packed(MANIFEST_PATH, blob), summary, records, ...files.map(({ entry }) => entry)];
  return { file: zipOf(entries, o.now), manifest, missing };
}

/** Only what was opened can say which files belong to it. */
function outcomesOf(tender: Tender, o: ExportOptions): Promise<EnvelopeOutcome[]> {
  if (!tender.opened) return Promise.resolve([]);
  const { state, file, signal } = o;
  const options = { state, tender: o.tender, file, ...(signal && { signal }), asOf: tender.opened.at };
  return openTender(options).then(({ outcomes }) => outcomes);
}

type Packed = ZipEntry & { sha256: string };

const partOf = ({ path, blob, sha256 }: Packed) => ({ path, bytes: blob.size, sha256 });

/** Both digests in one pass. */
async function packed(path: string, blob: Blob, signal?: AbortSignal): Promise<Packed> {
  const digest = await createDigest('sha256');
  let sum = 0;
  for await (const chunk of blobChunks(blob, signal)) {
    digest.update(chunk);
    sum = crc32(chunk, sum);
  }
  return { path, blob, crc32: sum, sha256: encodeBase64url(digest.digest()) };
}

async function packedRecords(o: ExportOptions): Promise<Packed & { count: number }> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let count = 0;
  for (let isDone = false; !isDone;) {
    o.signal?.throwIfAborted();
    const page = await o.records.read(count, PAGE);
    if (page.length === 0) throw new ArchiveError('not-finished', { tender: o.tender });
    const end = page.findIndex((record) => isEnd(record, o.tender));
    const taken = end === -1 ? page : page.slice(0, end + 1);
    parts.push(utf8(taken.map(recordLine).join('')));
    count += taken.length;
    isDone = end !== -1;
  }
  return { ...(await packed(RECORDS_PATH, new Blob(parts), o.signal)), count };
}

/** Whether a record ends the tender: it publishes the result, or calls it off. */
function isEnd({ jws, outcome }: OrderedRecord & { outcome?: Outcome }, tender: RecordId): boolean {
  if (outcome?.verdict !== 'accepted') return false;
  if (outcome.kind !== 'award.published' && outcome.kind !== 'tender.cancelled') return false;
  return (parseRecord(jws).body as { tender: RecordId }).tender === tender;
}
