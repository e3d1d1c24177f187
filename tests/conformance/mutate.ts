/** Changes of single bytes and objects of signed files, and what a verifier may still say of the result. */
import { openPdf, PdfDict, PdfName, type PdfDocument, type PdfObject } from '../../src/lib/pdf/syntax';
import { verifyPdf, type SignatureReport, type VerifyReport } from '../../src/lib/pdf/verify';
import { signatureFields } from './fields';

/** Numbers that look random and are the same in every run. @returns integers below its argument */
export function dice(seed: string): (below: number) => number {
  let state = [...seed].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7);
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A signature that is intact in the file as it was made. */
interface Sound {
  field: string;
  certificate: string;
  gapStart: number;
  gapEnd: number;
  end: number;
  /** nothing was said against it, and nothing of any change after it */
  isClean: boolean;
  /** parts of the gap whose value the signature does not depend on */
  unsigned: [start: number, end: number][];
}

/** A signed file that changes are made of. */
export interface Subject {
  name: string;
  bytes: Uint8Array;
  sound: Sound[];
}

export const verify = (bytes: Uint8Array, roots: Uint8Array[] = []): Promise<VerifyReport> =>
  verifyPdf(new Blob([new Uint8Array(bytes)]), { roots, now: new Date() });

/** @returns undefined where no signature of the file is intact */
export async function subjectOf(name: string, bytes: Uint8Array): Promise<Subject | undefined> {
  const fields = await signatureFields(await openPdf(new Blob([new Uint8Array(bytes)])));
  const sound: Sound[] = [];
  for (const signature of (await verify(bytes)).signatures) {
    const { field } = signature;
    const range = fields.find(({ name }) => name === field)?.byteRange;
    if (!signature.intact || !range) continue;
    const [, gapStart = 0, gapEnd = 0, rest = 0] = range;
    const certificate = hex(signature.certificate);
    const unsigned = unsignedParts(bytes, gapStart + 1, certificate);
    const isClean = seemsUnchanged(signature);
    sound.push({ field, certificate, gapStart, gapEnd, end: gapEnd + rest, isClean, unsigned });
  }
  return sound.length > 0 ? { name, bytes, sound } : undefined;
}

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

/** Nothing is said against a signature, and of nothing that came after it. */
export function seemsUnchanged({ intact, problems, laterChanges }: SignatureReport): boolean {
  const blockers = ['forbidden-change', 'changes-unknown', 'trailing-data', 'signature-removed'];
  return (
    intact &&
    !problems.some((problem) => blockers.includes(problem)) &&
    laterChanges.every(({ kind }) => kind === 'none')
  );
}

/**
 * What is wrong with a report on a changed file; undefined where nothing is. A signature whose signed bytes or value
 * changed may not be intact any more, and what changed after it has to be told.
 */
export function mistake(
  { bytes, sound }: Subject,
  changed: Uint8Array,
  report: VerifyReport,
): string | undefined {
  const [was, is] = [Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), Buffer.from(changed)];
  const isSame = (from: number, to: number) => was.subarray(from, to).equals(is.subarray(from, to));
  let broken = 0;
  for (const own of sound) {
    const now = report.signatures.find(
      ({ field, certificate }) => field === own.field && hex(certificate) === own.certificate,
    );
    const isContent = !isSame(0, own.gapStart) || !isSame(own.gapEnd, own.end);
    if (isContent) broken += 1;
    if (now?.intact && (isContent || !hasSameValue(own, was, is))) return `${own.field} is still intact`;
    const isLater = !isContent && isSame(own.gapStart, own.gapEnd) && !isSame(own.end, Infinity);
    if (isLater && now && !own.isClean && seemsUnchanged(now)) return `${own.field} seems unchanged`;
  }
  const intact = report.signatures.filter((signature) => signature.intact).length;
  if (intact > sound.length - broken) return 'more signatures are intact than can be';
  if (broken === sound.length && report.verdict.startsWith('valid')) return `is ${report.verdict}`;
  return undefined;
}

/** Whether all that differs in a gap is the case of digits, or in parts that are not signed. */
function hasSameValue({ gapStart, gapEnd, unsigned }: Sound, was: Buffer, is: Buffer): boolean {
  for (let at = gapStart; at < gapEnd; at++) {
    if (was[at] === is[at] || unsigned.some(([from, to]) => at >= from && at < to)) continue;
    const [before, after] = [was, is].map((all) => String.fromCharCode(all[at] ?? 0).toLowerCase());
    if (before !== after || !/^[a-f]$/.test(after ?? '')) return false;
  }
  return true;
}

interface Tlv {
  tag: number;
  start: number;
  body: number;
  end: number;
  next: number;
}

/** BER: NSS leaves the length of the outer values open (X.690 8.1.3.6). */
function tlvs(der: Uint8Array, start: number, end: number): Tlv[] {
  const found: Tlv[] = [];
  for (let at = start; at < end && !(der[at] === 0 && der[at + 1] === 0);) {
    const first = der[at + 1] ?? 0;
    const count = first < 0x80 ? 0 : first & 0x7f;
    let length = first < 0x80 ? first : 0;
    for (let i = 0; i < count; i++) length = length * 256 + (der[at + 2 + i] ?? 0);
    const body = at + 2 + count;
    const inner = first === 0x80 ? (tlvs(der, body, end).at(-1)?.next ?? body) : body + length;
    const next = first === 0x80 ? inner + 2 : inner;
    found.push({ tag: der[at] ?? 0, start: at, body, end: inner, next });
    at = next;
  }
  return found;
}

/**
 * Parts of a CMS that say nothing of the content and are not signed (RFC 5652 §5): versions, names of algorithms and of
 * the signer's certificate (letters of which may be of either case), certificates of others, revocation data, unsigned
 * attributes. In offsets of the file, of their hexadecimal digits.
 */
function unsignedParts(file: Uint8Array, at: number, certificate: string): [number, number][] {
  const text = Buffer.from(file.subarray(at, at + 200_000)).toString('latin1');
  const der = Buffer.from(/^[0-9a-f]*/i.exec(text)?.[0] ?? '', 'hex');
  const inside = (tlv: Tlv | undefined) => (tlv ? tlvs(der, tlv.body, tlv.end) : []);
  const [, explicit] = inside(tlvs(der, 0, der.length)[0]);
  const message = inside(inside(explicit)[0]);
  const signer = inside(inside(message.at(-1))[0]);
  const isFree = ({ tag }: Tlv, i: number) => i < 2 || tag === 0xa1;
  const parts = message.filter(isFree);
  parts.push(...signer.filter(({ tag }, i) => i < 2 || tag === 0xa1));
  const algorithms = signer.filter(({ tag }, i) => i > 1 && tag === 0x30);
  const certificates = message.filter(({ tag }) => tag === 0xa0).flatMap(inside);
  const isOwn = (one: Tlv) => hex(der.subarray(one.start, one.end)) === certificate;
  // NSS writes the signer's own twice: either will do.
  const isTwice = certificates.filter(isOwn).length > 1;
  const others = certificates.filter((one) => isTwice || !isOwn(one));
  return [...parts, ...algorithms, ...others].map(({ start, end }) => [at + 2 * start, at + 2 * end]);
}

/**
 * Numbers of all objects that can be reached from the trailer, but for what says which extensions of PDF a document
 * uses: that says nothing that anyone sees, and is changed by many programs (ISO 32000-2 7.12).
 */
export async function reachable(doc: PdfDocument): Promise<Set<number>> {
  const seen = new Set<number>();
  const waiting: PdfObject[] = [doc.trailer];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === null || typeof next !== 'object' || next instanceof PdfName) continue;
    if ('num' in next) {
      if (seen.has(next.num)) continue;
      seen.add(next.num);
      waiting.push(await doc.resolve(next));
    } else if (Array.isArray(next)) waiting.push(...next);
    else if ('dict' in next) waiting.push(next.dict);
    else if (next instanceof PdfDict) {
      for (const [key, value] of next.entries()) if (key !== 'Extensions') waiting.push(value);
    }
  }
  return seen;
}
