import { encodeBase64url, type RecordId } from '../../ledger';
import { digestOfBlob } from '../../keys';
import type { BlobId } from '../../sync';
import { compareOpenings, openTender, type OpenedTender } from '../opening';
import type { BidBody, SecrecyErrorCode } from '../secrecy';
import type { Envelope, OpenedBid, Tender, TenderState } from '../state';
import { checkFiles } from './check-files';
import { checkResult } from './check-result';
import { filesOf } from './files';
import { finding, worst, type CheckName, type Finding, type Note, type Verdict } from './findings';
import { foldRecords, type FoldedRecords, type PlatformLedger } from './fold-records';
import { MANIFEST_PATH, readManifest, type Manifest } from './manifest';
import { readZip } from './zip-read';

export interface ReadOptions {
  /** rules of the platform: `platformLedger` */
  ledger: PlatformLedger;
  signal?: AbortSignal;
  /** bytes and records that were gone through, of all */
  onProgress?(done: number, all: number): void;
}

/** An envelope, and what became of it by the record and by opening it anew. */
export interface ArchivedBid {
  envelope: RecordId;
  at: number;
  late: boolean;
  recorded?: OpenedBid;
  found?: OpenedBid;
  /** what its company has signed, where it could be read */
  body?: BidBody;
  verdict: Verdict | undefined;
}

export interface ArchiveReport {
  manifest: Manifest;
  /** SHA-256 of the list of the archive, base64url: two files with the same one hold the same */
  fingerprint: string;
  findings: Finding[];
  /** of all together */
  verdict: Verdict;
  /** as the records lead to it: to be read only */
  state: TenderState;
  tender?: Tender;
  records: Pick<FoldedRecords, 'count' | 'accepted' | 'firstAt' | 'lastAt'>;
  bids: ArchivedBid[];
  /** what lies in it, by the name that records have for it: untouched files only */
  files: ReadonlyMap<BlobId, Blob>;
}

/**
 * Verifies an archive by itself, without a platform: every digest, every signature, who was allowed to write what, the
 * opening key, every envelope opened anew, and the ranking. Whether the platform had further records, and whether it
 * took each when the archive says, only the platform's own records can tell.
 *
 * @throws ArchiveError where it is none, or breaks off; the signal's reason
 */
export async function readArchive(file: Blob, o: ReadOptions): Promise<ArchiveReport> {
  const entries = await readZip(file);
  const list = entries.get(MANIFEST_PATH);
  const manifest = await readManifest(list);
  const progress = progressOf(manifest, o);
  const fileNotes = await checkFiles(entries, manifest, { ...o, onBytes: progress.bytes });
  const folded = await foldRecords(entries.get(manifest.records.path) ?? new Blob(), manifest, {
    ...o,
    onRecords: progress.records,
  });
  const { state } = folded;
  const tender = state.tenders.get(manifest.tender);
  const files = untouched(entries, manifest, fileNotes);
  const opening = await reopen(state, tender, { files, ...(o.signal && { signal: o.signal }) });
  const names = tender ? filesOf(tender, opening.opened?.outcomes ?? []) : [];
  const leftOut = names.flatMap(({ sha256, kind, name }): Note[] =>
    manifest.files.some((one) => one.sha256 === sha256) ? [] : [{ code: 'file-left-out', kind, name }],
  );
  const findings: Finding[] = [
    finding('files', [...fileNotes, ...leftOut]),
    finding('records', folded.notes),
    finding('platform', state.founded?.id === manifest.platform ? [] : [{ code: 'no-platform' }]),
    finding('tender', endOf(tender)),
    ...opening.findings,
    tender?.award ? finding('ranking', checkResult(tender)) : unmade('ranking'),
  ];
  const { count, accepted, firstAt, lastAt } = folded;
  return {
    ...{ manifest, findings, state, files },
    fingerprint: encodeBase64url(await digestOfBlob('sha256', list!)),
    verdict: worst(findings.map(({ verdict }) => verdict)),
    ...(tender && { tender }),
    records: {
      ...{ count, accepted },
      ...(firstAt !== undefined && { firstAt }),
      ...(lastAt !== undefined && { lastAt }),
    },
    bids: tender ? [...tender.envelopes.values()].map((one) => bidOf(one, tender, opening)) : [],
  };
}

const unmade = (check: CheckName): Finding => ({ check, verdict: undefined, notes: [] });

/** Records take about as long as a kilobyte of a file each. */
function progressOf({ summary, records, files }: Manifest, { onProgress }: ReadOptions) {
  const all = [summary, records, ...files].reduce((sum, { bytes }) => sum + bytes, 0) + records.count * 1024;
  let read = 0;
  return {
    bytes: (count: number) => onProgress?.((read += count), all),
    records: (done: number) => onProgress?.(Math.min(all, read + done * 1024), all),
  };
}

function untouched(
  entries: ReadonlyMap<string, Blob>,
  { files }: Manifest,
  notes: readonly Note[],
): Map<BlobId, Blob> {
  const touched = new Set(notes.map((note) => ('path' in note ? note.path : '')));
  return new Map(
    files.flatMap(({ path, sha256 }) => {
      const blob = entries.get(path);
      return blob && !touched.has(path) ? [[sha256, blob] as const] : [];
    }),
  );
}

function endOf(tender: Tender | undefined): Note[] {
  if (!tender) return [{ code: 'no-tender' }];
  return tender.award || tender.cancelled ? [] : [{ code: 'no-result' }];
}

interface Reopening {
  opened?: OpenedTender;
  findings: Finding[];
}

/** Opens all envelopes anew and compares with the record; of a tender that was called off there is nothing to open. */
async function reopen(
  state: TenderState,
  tender: Tender | undefined,
  { files, signal }: { files: ReadonlyMap<BlobId, Blob>; signal?: AbortSignal },
): Promise<Reopening> {
  if (!tender?.opened) return { findings: [unmade('opening-key'), unmade('opening')] };
  const file = (id: BlobId): Promise<Blob> => {
    const blob = files.get(id);
    return blob ? Promise.resolve(blob) : Promise.reject(new Lost());
  };
  try {
    const options = { state, tender: tender.id, file, asOf: tender.opened.at };
    const opened = await openTender({ ...options, ...(signal && { signal }) });
    const differences = compareOpenings(tender.opened.bids, opened.bids);
    const notes = differences.map((one): Note => ({ code: 'opening-differs', ...one }));
    return { opened, findings: [finding('opening-key', []), finding('opening', notes)] };
  } catch (error) {
    signal?.throwIfAborted();
    const { name, code } = error as { name?: unknown; code?: unknown };
    const reason = name === 'SecrecyError' ? (code as SecrecyErrorCode) : 'unknown';
    return { findings: [finding('opening-key', [{ code: 'no-opening-key', reason }]), unmade('opening')] };
  }
}

/** As a platform says that it has not got a file. */
class Lost extends Error {
  readonly code = 'not-found';
}

function bidOf({ id, at, late }: Envelope, tender: Tender, { opened, findings }: Reopening): ArchivedBid {
  const index = opened?.outcomes.findIndex(({ envelope }) => envelope === id) ?? -1;
  const outcome = opened?.outcomes[index];
  const recorded = tender.opened?.bids.find(({ envelope }) => envelope === id);
  const found = opened?.bids.find(({ envelope }) => envelope === id);
  const isDifferent = findings.some(({ notes }) =>
    notes.some((note) => 'envelope' in note && note.envelope === id),
  );
  return {
    ...{ envelope: id, at, late: late === true },
    ...(recorded && { recorded }),
    ...(found && { found }),
    ...(outcome && 'body' in outcome && outcome.body && { body: outcome.body }),
    verdict: opened && (isDifferent ? 'bad' : 'good'),
  };
}
