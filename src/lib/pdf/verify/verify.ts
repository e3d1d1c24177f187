import type { IssuerRegister } from '../../pki';
import { isFatal } from '../problems';
import { openPdf, PdfSyntaxError } from '../syntax';
import type { ByteRange } from './byte-range';
import { RangeDigests } from './digests';
import { History } from './history';
import { locate, type LocatedSignature } from './locate';
import type { DocumentVerdict, SignatureReport, UnreadableCode, VerifyReport } from './report';
import { revisionsOf } from './revision-report';
import { provenBy, type TimeProof } from './timestamp';
import { TooComplex } from './too-complex';
import { judgeTrust, type TrustAnchors } from './trust';
import { joined, validationDataOf } from './validation-store';
import { check, reportSignature, type CheckedSignature } from './verify-signature';

/** Every signature costs a pass over the file. */
const MAX_SIGNATURES = 1000;

export interface VerifyProgress {
  /** signed bytes that have been hashed */
  done: number;
  total: number;
}

export interface VerifyOptions {
  /** DER of the roots that are trusted here */
  roots: Uint8Array[];
  /** DER of revocation lists at hand */
  crls?: Uint8Array[];
  /** DER of OCSP responses at hand */
  ocsps?: Uint8Array[];
  /** what platforms' records say of the certificates that they have issued */
  registers?: readonly IssuerRegister[];
  now: Date;
  signal?: AbortSignal;
  onProgress?(progress: VerifyProgress): void;
}

/**
 * Verifies all signatures of a document: integrity, signer and chain, and what every later revision changed.
 *
 * Reads the signed bytes in a stream, once for every different byte range; of the rest what the questions need.
 *
 * @returns a report also for what cannot be read (`unreadable`)
 * @throws the signal's reason, once it is aborted
 */
export async function verifyPdf(input: Blob, o: VerifyOptions): Promise<VerifyReport> {
  try {
    return await verify(input, o);
  } catch (error) {
    o.signal?.throwIfAborted();
    const problem = unreadableCode(error);
    if (!problem) throw error;
    return { verdict: 'unreadable', signatures: [], revisionCount: 0, problem };
  }
}

async function verify(input: Blob, o: VerifyOptions): Promise<VerifyReport> {
  const doc = await openPdf(input, { signal: o.signal });
  const history = new History(doc, o.signal);
  const found = await history.allSignatures();
  if (found.length > MAX_SIGNATURES) throw new TooComplex();
  const located: LocatedSignature[] = [];
  for (const { found: signature, revision } of found)
    located.push(await locate({ doc, history }, signature, revision));
  located.sort((a, b) => a.revision - b.revision);

  const ranges = rangesOf(located);
  const total = ranges.reduce((sum, { gapStart, gapEnd, end }) => sum + end - gapEnd + gapStart, 0);
  let done = 0;
  const onBytes = (count: number) => {
    done = Math.min(total, done + count);
    o.onProgress?.({ done, total });
  };
  const digests = new RangeDigests(input, onBytes, o.signal, ranges);
  const all: CheckedSignature[] = [];
  for (const signature of located) {
    o.signal?.throwIfAborted();
    all.push(await check(signature, { doc, digests }));
  }

  const given = { certificates: [], crls: o.crls ?? [], ocsps: o.ocsps ?? [] };
  const anchors = {
    ...joined(given, await validationDataOf(doc)),
    ...{ roots: o.roots, registers: o.registers ?? [] },
  };
  const proofs = await proofsOf(all, anchors, o.now);
  const signatures: SignatureReport[] = [];
  const firstRevision = located[0]?.revision;
  for (const signature of all) {
    o.signal?.throwIfAborted();
    const around = { doc, history, digests, anchors, proofs, all, now: o.now };
    signatures.push(await reportSignature(signature, around, signature.revision === firstRevision));
  }
  return {
    verdict: verdictOf(signatures),
    signatures,
    revisionCount: history.count,
    revisions: await revisionsOf(history, signatures),
  };
}

/** The different byte ranges of the signatures. */
function rangesOf(located: readonly LocatedSignature[]): ByteRange[] {
  const ranges = new Map<string, ByteRange>();
  for (const { range } of located) if (range) ranges.set(JSON.stringify(range), range);
  return [...ranges.values()];
}

/**
 * What the document timestamps prove that are trusted here. The newest are judged first, as of now; each proves that
 * those before it were there in time.
 */
async function proofsOf(
  all: readonly CheckedSignature[],
  anchors: TrustAnchors,
  now: Date,
): Promise<TimeProof[]> {
  const proofs: TimeProof[] = [];
  for (const { integrity, intact, revision, subFilter } of [...all].reverse()) {
    const { certificate, own, timestampTime: time, problems } = integrity;
    if (subFilter !== 'ETSI.RFC3161' || !intact || !certificate || !time) continue;
    if (problems.includes('weak-algorithm')) continue;
    const at = provenBy(proofs, revision) ?? now;
    const question = { certificate, own, anchors, at, purpose: 'timestamping', stampedAt: time } as const;
    if (time <= at && (await judgeTrust(question)).trusted) proofs.push({ revision, time });
  }
  return proofs;
}

function verdictOf(signatures: readonly SignatureReport[]): DocumentVerdict {
  if (signatures.length === 0) return 'unsigned';
  const isBad = ({ intact, revoked, problems }: SignatureReport) =>
    !intact || revoked === 'yes' || problems.some(isFatal);
  if (signatures.some(isBad)) return 'invalid';
  // A timestamp tells when; who signed is the others' to say. One that shows something is taken for a seal: whoever
  // made it has to be known.
  const signers = signatures.filter(({ level, seals }) => level !== 'timestamp' || seals.length > 0);
  return (signers.length > 0 ? signers : signatures).every(({ trusted }) => trusted)
    ? 'valid'
    : 'valid-untrusted';
}

function unreadableCode(error: unknown): UnreadableCode | undefined {
  if (error instanceof TooComplex) return 'too-complex';
  if (error instanceof PdfSyntaxError) {
    switch (error.code) {
      case 'not-a-pdf':
      case 'encrypted':
      case 'unsupported-encryption':
        return error.code;
      default:
        return 'damaged';
    }
  }
  // What reading a Blob throws when its file is gone or has changed since it was chosen (File API §4).
  if (
    error instanceof DOMException &&
    (error.name === 'NotReadableError' || error.name === 'NotFoundError')
  ) {
    return 'file-unreadable';
  }
  return undefined;
}
