import type { BlobId } from '../../sync';
import type { EnvelopeOutcome } from '../secrecy';
import type { Tender } from '../state';
import type { ArchivedFile } from './manifest';

/** A file that belongs to a tender; what it weighs is known when it is there. */
export type NamedFile = Omit<ArchivedFile, 'bytes'>;

/** Longest part of a path that is made of a name, in characters. */
const MAX_NAME = 80;

/**
 * All files that the records of a tender name, each once: documents, clarifications, envelopes, the opening record, and
 * the encrypted files of those bids that were not changed or withdrawn.
 *
 * @param outcomes of the envelopes; empty where they were not opened
 */
export function filesOf(tender: Tender, outcomes: readonly EnvelopeOutcome[]): NamedFile[] {
  const files = new Map<BlobId, NamedFile>();
  const add = (sha256: BlobId, kind: NamedFile['kind'], name: string, path: string): void => {
    if (!files.has(sha256)) files.set(sha256, { path, sha256, kind, name });
  };
  tender.documents.forEach(({ blob, name }, n) =>
    add(blob, 'document', name, `documents/${n + 1}-${pathName(name)}`),
  );
  for (const { number, documents } of tender.clarifications) {
    documents.forEach(({ blob, name }, n) =>
      add(blob, 'clarification', name, `clarifications/${number}/${n + 1}-${pathName(name)}`),
    );
  }
  [...tender.envelopes.values()].forEach(({ blob, id }, n) =>
    add(blob, 'envelope', id, `envelopes/${n + 1}.age`),
  );
  if (tender.opened) add(tender.opened.record, 'opening-record', '', 'opening/record.pdf');
  outcomes.forEach((outcome, index) => {
    if (outcome.status !== 'opened' && outcome.status !== 'invalid') return;
    outcome.body?.files.forEach(({ blob, name }, n) =>
      add(blob, 'bid-file', name, `bids/${index + 1}/${n + 1}-${pathName(name)}.enc`),
    );
  });
  return [...files.values()];
}

/** What every file system takes: no separators, no control characters, no dots at either end. */
function pathName(name: string): string {
  const safe = name.replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]/gu, '_').replace(/^[. ]+|[. ]+$/g, '');
  // The ending says what it is: a long name is cut before it.
  const ending = /\.\w{1,8}$/.exec(safe)?.[0] ?? '';
  return [...safe.slice(0, safe.length - ending.length)].slice(0, MAX_NAME).join('') + ending || 'file';
}
