import { openPdf, PdfStream, PdfSyntaxError, type PdfDocument } from '../syntax';
import { RangeDigests } from './digests';
import { History } from './history';
import type { DocumentVerdict, ProblemCode, SignatureReport, UnreadableCode, VerifyReport } from './report';
import { TooComplex } from './too-complex';
import type { TrustAnchors } from './trust';
import { locate, reportSignature, type LocatedSignature } from './verify-signature';

/** Every signature costs a pass over the file. */
const MAX_SIGNATURES = 1000;

const MAX_VALIDATION_OBJECTS = 2000;

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
  const all = await history.allSignatures();
  if (all.length > MAX_SIGNATURES) throw new TooComplex();
  const located: LocatedSignature[] = [];
  for (const { found, revision } of all) located.push(await locate({ doc, history }, found, revision));
  located.sort((a, b) => a.revision - b.revision);

  const ranges = new Map(located.map(({ range }) => [JSON.stringify(range), range]));
  const total = [...ranges.values()].reduce(
    (sum, range) => sum + (range ? range.end - range.gapEnd + range.gapStart : 0),
    0,
  );
  let done = 0;
  const onBytes = (count: number) => {
    done = Math.min(total, done + count);
    o.onProgress?.({ done, total });
  };
  const digests = new RangeDigests(input, onBytes, o.signal);
  const anchors = await anchorsOf(doc, o);
  const signatures: SignatureReport[] = [];
  const firstRevision = located[0]?.revision;
  for (const signature of located) {
    o.signal?.throwIfAborted();
    const isFirst = signature.revision === firstRevision;
    signatures.push(
      await reportSignature(signature, { input, doc, history, digests, anchors, now: o.now }, isFirst),
    );
  }
  return { verdict: verdictOf(signatures), signatures, revisionCount: history.count };
}

/** Any of these makes a document invalid, however intact the signature is. */
const FATAL: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'forbidden-change',
  'changes-unknown',
  'trailing-data',
  'signature-removed',
  'certification-misplaced',
]);

function verdictOf(signatures: readonly SignatureReport[]): DocumentVerdict {
  if (signatures.length === 0) return 'unsigned';
  const isBad = ({ intact, revoked, problems }: SignatureReport) =>
    !intact || revoked === 'yes' || problems.some((problem) => FATAL.has(problem));
  if (signatures.some(isBad)) return 'invalid';
  // A timestamp tells when; who signed is the others' to say.
  const signers = signatures.filter(({ level }) => level !== 'timestamp');
  return (signers.length > 0 ? signers : signatures).every(({ trusted }) => trusted)
    ? 'valid'
    : 'valid-untrusted';
}

/** What chains are built with: what is trusted here, and what the document brings along (its DSS). */
async function anchorsOf(doc: PdfDocument, { roots, crls = [] }: VerifyOptions): Promise<TrustAnchors> {
  const store = await doc.dict((await doc.catalog()).get('DSS'));
  const read = async (key: string): Promise<Uint8Array[]> => {
    const streams: Uint8Array[] = [];
    for (const entry of ((await doc.array(store?.get(key))) ?? []).slice(0, MAX_VALIDATION_OBJECTS)) {
      const stream = await doc.resolve(entry);
      try {
        if (stream instanceof PdfStream) streams.push(await doc.decode(stream));
      } catch (error) {
        if (!(error instanceof PdfSyntaxError)) throw error;
      }
    }
    return streams;
  };
  return { roots, crls: [...crls, ...(await read('CRLs'))], certificates: await read('Certs') };
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
