import { encodeBase64url, type RecordId } from '../../ledger';
import type { Signer } from '../../pki';
import { blobIdOf, type BlobId } from '../../sync';
import { sendEnvelope } from '../acts';
import { totalFen } from '../bid-form';
import {
  encryptFile,
  newFileKey,
  sealEnvelope,
  sealFileKeys,
  SecrecyError,
  type BidBody,
  type FileOptions,
} from '../secrecy';
import type { Tender } from '../state';
import type { TenderDesk } from '../write-allowed';
import { isComplete, missingFrom } from './checklist';
import { BidError } from './error';
import type { AttachedFile, KeptBid, SentEnvelope } from './kept';

/** Who bids. */
export interface Bidder {
  supplier: RecordId;
  company: string;
  creditCode: string;
  /** of the company, DER */
  certificate: Uint8Array;
  /** its number, hexadecimal */
  serial: string;
}

/** A file as the platform gets it. */
interface SealedFile {
  id: BlobId;
  blob: Blob;
}

/** A bid that only wants to be signed. */
export interface PreparedBid {
  body: BidBody;
  /** encrypted */
  files: SealedFile[];
  /** of the certificate that signs, hexadecimal */
  serial: string;
}

/**
 * Encrypts a bid's files and writes what its envelope says. Nothing is sent. Each time every file is encrypted under a
 * key of its own: nobody sees that a change brings the same documents again.
 *
 * @param desk of the key that was made for this one envelope
 * @throws BidError `incomplete`, `file-gone`; the signal's reason
 */
export async function prepareBid(
  desk: TenderDesk,
  o: { tender: Tender; bidder: Bidder; kept: Pick<KeptBid, 'form' | 'delivery' | 'files'> } & FileOptions,
): Promise<PreparedBid> {
  const { tender, bidder, kept } = o;
  const missing = missingFrom(kept, tender);
  if (!isComplete(missing)) throw new BidError('incomplete', { missing });
  const all = kept.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const sealed: { listed: BidBody['files'][number]; file: SealedFile; key: CryptoKey }[] = [];
  for (const attached of kept.files) {
    const from = done;
    const onProgress = (part: number, whole: number): void =>
      o.onProgress?.(from + Math.round((attached.bytes * part) / whole), all);
    sealed.push(await sealedFile(attached, { signal: o.signal, onProgress }));
    done += attached.bytes;
  }
  const keys = new Map(sealed.map(({ file, key }) => [file.id, key]));
  const body: BidBody = {
    ...commonBody(desk, tender, bidder),
    ...{ action: 'bid', totalFen: totalFen(kept.form, tender.items), delivery: kept.delivery.trim() },
    ...{ table: JSON.stringify(kept.form), files: sealed.map(({ listed }) => listed) },
    fileKeys: await sealFileKeys(tender.readers, tender.id, keys),
  };
  return { body, files: sealed.map(({ file }) => file), serial: bidder.serial };
}

/** As `prepareBid`, to withdraw: an envelope like any other, which says that no bid of this company counts. */
export function prepareWithdrawal(desk: TenderDesk, tender: Tender, bidder: Bidder): PreparedBid {
  const nothing = { totalFen: 0, delivery: '', table: '', files: [], fileKeys: '' };
  const body: BidBody = { ...commonBody(desk, tender, bidder), action: 'withdraw', ...nothing };
  return { body, files: [], serial: bidder.serial };
}

function commonBody(
  desk: TenderDesk,
  tender: Tender,
  { supplier, company, creditCode, certificate }: Bidder,
) {
  return {
    ...{ version: 1 as const, tender: tender.id, envelopeAuthor: desk.writer.author, madeAt: desk.now },
    ...{ supplier, company, creditCode, certificate: encodeBase64url(certificate) },
  };
}

async function sealedFile(
  { name, bytes, sha256, file }: AttachedFile,
  o: { signal: AbortSignal | undefined; onProgress: NonNullable<FileOptions['onProgress']> },
) {
  const key = await newFileKey();
  try {
    const { signal, onProgress } = o;
    const blob = await encryptFile(file, key, { onProgress, ...(signal && { signal }) });
    const id = await blobIdOf(blob, { ...(signal && { signal }) });
    return { listed: { name, bytes, sha256, blob: id }, file: { id, blob }, key };
  } catch (cause) {
    o.signal?.throwIfAborted();
    throw new BidError('file-gone', { name }, cause);
  }
}

/**
 * Has a prepared bid signed, seals it and puts it into the outbox: it goes to the platform by itself, now or when there
 * is a way to it.
 *
 * @param desk   the one that it was prepared with
 * @param signer of the company's certificate: of this device, or the phone's
 * @param keep   keeps what is known of it before it can leave: what it was can be read nowhere else
 * @returns the envelope's record
 * @throws BidError `too-large`; TenderError `cancelled`, `recorded-already`; what signer, `keep` and writer throw
 */
export async function sendPrepared(
  desk: TenderDesk,
  o: {
    tender: Tender;
    prepared: PreparedBid;
    signer: Pick<Signer, 'sign'>;
    by: SentEnvelope['by'];
    keep(sent: SentEnvelope): Promise<void>;
  },
): Promise<RecordId> {
  const { tender, prepared, signer } = o;
  const { body, files } = prepared;
  const sealed = await sealEnvelope(tender.opening.recipient, body, signer).catch((error: unknown) => {
    throw error instanceof SecrecyError ? new BidError('too-large', error.detail, error) : error;
  });
  const envelope = new Blob([new Uint8Array(sealed)]);
  const id = await blobIdOf(envelope);
  await o.keep({
    ...{ blob: id, action: body.action, at: body.madeAt, totalFen: body.totalFen, by: o.by },
    files: body.files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    serial: prepared.serial,
  });
  const named = { tender: tender.id, blob: id, bytes: envelope.size };
  return sendEnvelope(desk, named, [...files, { id, blob: envelope }]);
}
