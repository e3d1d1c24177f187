import * as v from 'valibot';
import type { RecordId } from '../ledger';
import type { RecordWriter } from '../platform';
import type { BlobId } from '../sync';
import { EnrolmentError } from './enrolment-error';
import type { CertificateKind, CertificateState } from './kinds/pieces';

/** Somebody at work: the state as it is folded here, and the platform's clock as it is known here. */
export interface CertificateDesk {
  writer: RecordWriter;
  state: CertificateState;
  /** ms since the epoch */
  now: number;
}

/** A file that a record names. */
export interface NamedFile {
  id: BlobId;
  blob: Blob;
}

/**
 * Writes a record that the ledger would accept now. It may be refused all the same, when others' records come first.
 *
 * @throws EnrolmentError `bad-details`, `not-permitted`; what the writer throws
 */
export async function writeChecked<B>(
  { writer, state, now }: CertificateDesk,
  kind: CertificateKind<B>,
  body: v.InferInput<CertificateKind<B>['schema']>,
  files: readonly NamedFile[] = [],
): Promise<RecordId> {
  const parsed = v.safeParse(kind.schema, body);
  if (!parsed.success) throw new EnrolmentError('bad-details', { where: v.getDotPath(parsed.issues[0]) });
  const { author, platform } = writer;
  const place = { id: '' as RecordId, seq: 0, position: 0, at: now, receivedAt: now };
  const reason = kind.authority(state, { ...place, author, platform, body: parsed.output });
  if (reason !== undefined) throw new EnrolmentError('not-permitted', { kind: kind.kind, reason });
  return writer.write(kind.kind, body, files);
}
