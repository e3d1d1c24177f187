import { buildSignedData, signedDataSizeBound } from '../../pki';
import { concatBytes, digestOfBlob, sha256, type SigningAlgorithm } from '../../keys';
import type { SealPicture } from '../../seal';
import type { Stamp } from '../place';
import { IncrementalWriter, openPdf, type PageInfo, type PdfDocument, type PdfRef } from '../syntax';
import { PageAnnotations, stampAnnotationOf, unseenWidgetOf, widgetOf } from './annotation';
import { Appearances } from './appearance';
import { checkCancelled, SealError, sealErrorFrom } from './error';
import { addFields } from './form';
import { refuseWhereForbidden } from './refusal';
import { sealForm, type SealForm } from './seal-form';
import { signatureShell, SignedTail, type SignatureShell } from './signature';
import { surveySignatures, type Survey } from './survey';

/** Documents up to this size are hashed in one go, which is three times as fast as in a stream. */
const IN_MEMORY = 16 << 20;

/** Whose signature a seal carries. */
export interface SealingSigner {
  /** DER */
  certificate: Uint8Array;
  /** DER, issuer first, root last */
  chain: Uint8Array[];
  algorithm: SigningAlgorithm;
  /**
   * Signs SHA-256 of `data`: IEEE P1363 for `p256`, PKCS#1 v1.5 for `rsa2048`; may throw what it likes.
   *
   * @param data          the signed attributes of the CMS, DER
   * @param messageDigest SHA-256 of what the signature covers; with the certificate it says all of `data`. Sealing
   *   always gives it
   */
  sign(data: Uint8Array, messageDigest?: Uint8Array): Promise<Uint8Array>;
}

export interface SealProgress {
  phase: 'reading' | 'stamping' | 'hashing' | 'signing' | 'writing';
  /** of `total`: stamps while stamping, bytes while hashing */
  done: number;
  total: number;
}

export interface SealRequest {
  stamps: readonly Stamp[];
  /** by seal id */
  pictures: ReadonlyMap<string, SealPicture>;
  signer: SealingSigner;
  signerName: string;
  reason?: string;
  location?: string;
  /** by the signer's clock; goes into /M */
  signingTime: Date;
  onProgress?(progress: SealProgress): void;
  signal?: AbortSignal;
}

export interface SealedPdf {
  /** the input, unchanged, and what was appended */
  blob: Blob;
  appendedBytes: number;
  /** the signature field's name, of the first where there are several */
  fieldName: string;
  /** how the further stamps were written: as annotations of the signed revision, or as fields */
  method: 'annotations' | 'fields';
}

/**
 * Puts stamps on a document and signs it (PAdES B-B, ETSI EN 319 142-1), as an incremental update: the bytes
 * that were there stay, earlier signatures stay valid.
 *
 * The first signature of a document may carry any change: one field shows the first stamp, the others are
 * locked annotations. After that strict readers permit new signature fields only: there every stamp is one, and
 * all share the one signature value.
 *
 * Reads the pages that get stamps, and the whole file once, in a stream, for the digest.
 *
 * @throws SealError; what the signer throws passes unchanged
 */
export async function sealPdf(input: Blob, request: SealRequest): Promise<SealedPdf> {
  try {
    if (request.stamps.length === 0) throw new SealError('no-stamps');
    return await seal(input, request);
  } catch (error) {
    throw sealErrorFrom(error, request.signal);
  }
}

/**
 * Signs a document in the same way, with nothing to be seen on its pages.
 *
 * @throws SealError; what the signer throws passes unchanged
 */
export async function signPdf(
  input: Blob,
  request: Omit<SealRequest, 'stamps' | 'pictures'>,
): Promise<SealedPdf> {
  try {
    return await seal(input, { ...request, stamps: [], pictures: new Map() });
  } catch (error) {
    throw sealErrorFrom(error, request.signal);
  }
}

async function seal(input: Blob, request: SealRequest): Promise<SealedPdf> {
  const { signer, signal } = request;
  const report = (phase: SealProgress['phase'], done: number, total: number) =>
    request.onProgress?.({ phase, done, total });
  checkCancelled(signal);
  report('reading', 0, 1);
  const seals = formsOf(request);
  const doc = await openPdf(input, { signal });
  const survey = await surveySignatures(doc);
  refuseWhereForbidden(doc, survey);
  report('reading', 1, 1);

  const writer = new IncrementalWriter(doc);
  const shell = signatureShell({ ...request, signedDataBytes: signedDataSizeBound(signer) });
  const method = survey.signatures > 0 || survey.certified !== undefined ? 'fields' : 'annotations';
  const fieldName = await stampPages(doc, writer, survey, method, shell, { ...request, seals });
  refuseWhereForbidden(doc, survey); // a page may have been found by repair only

  report('writing', 0, 1);
  const { tail: written, offsetOf } = await writer.build();
  const tail = new SignedTail(written, doc.source.size, shell, {
    byteRange: offsetOf(shell.byteRange),
    contents: offsetOf(shell.contents),
  });

  const messageDigest = await digestOf(input, doc, tail, report, signal);
  checkCancelled(signal);

  report('signing', 0, 1);
  const { certificate, chain, algorithm } = signer;
  const sign = (data: Uint8Array) => signer.sign(data, messageDigest);
  tail.fill(await buildSignedData({ messageDigest, certificate, chain, algorithm, sign }));
  checkCancelled(signal);
  report('signing', 1, 1);

  const blob = new Blob([input, tail.bytes], { type: 'application/pdf' });
  return { blob, appendedBytes: tail.bytes.length, fieldName, method };
}

/** Digest of what the signature covers: the document and the tail but for the gap. */
async function digestOf(
  input: Blob,
  doc: PdfDocument,
  tail: SignedTail,
  report: (phase: SealProgress['phase'], done: number, total: number) => void,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const { size } = input;
  report('hashing', 0, size);
  if (size <= IN_MEMORY) {
    // Reading the document left it in memory: no need to read it again.
    const digest = await sha256(concatBytes(await doc.source.read(0, size), ...tail.signed));
    report('hashing', size, size);
    return digest;
  }
  let hashed = 0;
  return digestOfBlob('sha256', new Blob([input, ...tail.signed]), {
    onBytes: (count) => report('hashing', Math.min((hashed += count), size), size),
    signal,
  });
}

/** Draws the seals that stamps ask for; they are compressed while the document is read. */
function formsOf({ stamps, pictures }: SealRequest): Map<string, Promise<SealForm>> {
  const forms = new Map<string, Promise<SealForm>>();
  for (const { sealId } of stamps) {
    const picture = forms.has(sealId) ? undefined : pictures.get(sealId);
    if (!picture) continue;
    const form = sealForm(picture);
    form.catch(() => undefined); // a document that cannot be read is told first
    forms.set(sealId, form);
  }
  return forms;
}

/** Puts all stamps, and the form fields that show the signature or, without stamps, hold it; returns the first field's name. */
async function stampPages(
  doc: PdfDocument,
  writer: IncrementalWriter,
  survey: Survey,
  method: SealedPdf['method'],
  shell: SignatureShell,
  request: SealRequest & { seals: ReadonlyMap<string, Promise<SealForm>> },
): Promise<string> {
  const value = writer.allocate();
  writer.put(value, shell.dict);
  const appearances = new Appearances(writer, request.seals);
  const names = freeNames(survey.rootNames);
  const description = request.signerName;
  const pageCount = await doc.pageCount();
  // By object, not by index: odd page trees list a page twice.
  const byPage = new Map<string, { page: PageInfo; refs: PdfRef[] }>();
  const fields: PdfRef[] = [];
  let fieldName = '';
  let done = 0;

  for (const stamp of request.stamps) {
    const { pageIndex } = stamp;
    if (!Number.isInteger(pageIndex) || pageIndex < 0 || pageIndex >= pageCount) {
      throw new SealError('page-out-of-range', { page: pageIndex + 1, pageCount });
    }
    checkCancelled(request.signal);
    const page = await doc.page(pageIndex);
    const appearance = await appearances.of(stamp, page);
    const ref = writer.allocate();
    if (fields.length === 0 || method === 'fields') {
      const name = names();
      fieldName ||= name;
      fields.push(ref);
      writer.put(ref, widgetOf(stamp, page, appearance, { name, description, value }));
    } else {
      writer.put(ref, stampAnnotationOf(stamp, page, appearance));
    }
    const onPage = byPage.get(page.ref.key);
    if (onPage) onPage.refs.push(ref);
    else byPage.set(page.ref.key, { page, refs: [ref] });
    request.onProgress?.({ phase: 'stamping', done: ++done, total: request.stamps.length });
  }

  if (request.stamps.length === 0) {
    const page = await doc.page(0);
    const ref = writer.allocate();
    fieldName = names();
    fields.push(ref);
    writer.put(ref, unseenWidgetOf(page, { name: fieldName, description, value }));
    byPage.set(page.ref.key, { page, refs: [ref] });
  }

  const fieldsArray = await addFields(doc, writer, fields);
  const annotations = new PageAnnotations(doc, writer, fieldsArray);
  for (const { page, refs } of byPage.values()) await annotations.add(page, refs);
  return fieldName;
}

/** `Suiyin1`, `Suiyin2`, …: those that the form does not have yet (ISO 32000-2 12.7.4.2). */
function freeNames(taken: ReadonlySet<string>): () => string {
  let number = 0;
  return () => {
    do number += 1;
    while (taken.has(`Suiyin${number}`));
    return `Suiyin${number}`;
  };
}
