/** Signers and forgers for the tests of this folder: documents signed in all manners, and what is done to them later. */
import { buildSignedData, signedDataSizeBound } from '../../pki';
import {
  IncrementalWriter,
  openPdf,
  PdfDict,
  PdfName,
  PdfRaw,
  PdfRef,
  PdfStream,
  PdfString,
  type PdfDocument,
  type PdfObject,
} from '../syntax';
import { latin1, revise, type Company } from './testing';

export const name = PdfName.of.bind(PdfName);
export const words = PdfString.ofText.bind(PdfString);

export type Change = Parameters<typeof revise>[1];

/** White over all, and something else instead. */
export const COVER = '1 1 1 rg 0 0 200 50 re f';
/** A frame that lets see what is below. */
export const FRAME = '0 0 1 RG 1 w 2 2 196 46 re S';
/** Ink that is multiplied with the page, with the resources for it. */
export const INK = '/M gs 0.8 0.1 0.1 rg 0 0 200 50 re f';
export const INKS = { ExtGState: PdfDict.of({ M: PdfDict.of({ BM: name('Multiply') }) }) };

/** Over the line of text of the two pages of `twoPages`. */
export const OVER_TEXT: Rect4 = [60, 690, 260, 740];
/** Where these pages are empty. */
export const ON_EMPTY: Rect4 = [300, 100, 500, 150];

type Rect4 = [number, number, number, number];

/** A form XObject of 200 by 50 points. */
export function look(content: string, resources: Record<string, PdfObject> = {}): PdfStream {
  const dict = { Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 200, 50] };
  return PdfStream.of(PdfDict.of({ ...dict, Resources: PdfDict.of(resources) }), latin1(content));
}

/** Puts an annotation on a page that shows `content`. */
export async function annotate(
  writer: IncrementalWriter,
  doc: PdfDocument,
  o: {
    subtype: string;
    rect: Rect4;
    content?: string;
    resources?: Record<string, PdfObject>;
    entries?: Record<string, PdfObject>;
    pageIndex?: number;
  },
): Promise<PdfRef> {
  const page = await doc.page(o.pageIndex ?? 0);
  const annotation = PdfDict.of({
    ...{ Type: name('Annot'), Subtype: name(o.subtype), Rect: o.rect, F: 4, P: page.ref },
    ...o.entries,
  });
  if (o.content !== undefined) {
    const appearance = writer.allocate();
    writer.put(appearance, look(o.content, o.resources));
    annotation.set('AP', PdfDict.of({ N: appearance }));
  }
  const ref = writer.allocate();
  writer.put(ref, annotation);
  const present = (await doc.array(page.dict.get('Annots'))) ?? [];
  writer.put(page.ref, page.dict.clone().set('Annots', [...present, ref]));
  return ref;
}

/** Adds a form field that is a widget too. */
export async function addField(
  writer: IncrementalWriter,
  doc: PdfDocument,
  o: { field: string; type: string; rect: Rect4; content?: string; entries?: Record<string, PdfObject> },
): Promise<PdfRef> {
  const entries = { FT: name(o.type), T: words(o.field), ...o.entries };
  const ref = await annotate(writer, doc, { ...o, subtype: 'Widget', entries });
  const catalog = await doc.catalog();
  const entry = catalog.get('AcroForm');
  const form = (await doc.dict(entry)) ?? PdfDict.of();
  const fields = (await doc.array(form.get('Fields'))) ?? [];
  const grown = form
    .clone()
    .set('Fields', [...fields, ref])
    .set('SigFlags', 3);
  if (entry instanceof PdfRef) writer.put(entry, grown);
  else writer.put(doc.catalogRef, catalog.clone().set('AcroForm', grown));
  return ref;
}

export interface Signing {
  /** what certifying permits; no certification without it */
  certify?: 1 | 2 | 3;
  /** FieldMDP */
  lock?: { Action: string; Fields?: string[] };
  /** an empty field that is signed; a new one without it */
  into?: number;
  field?: string;
  /** no area: invisible */
  rect?: Rect4;
  content?: string;
  resources?: Record<string, PdfObject>;
  entries?: Record<string, PdfObject>;
  /** bytes that /Contents has more than it needs */
  room?: number;
  /** what the signed revision brings besides */
  along?: Change;
}

/** Signs a document as other programs do: a field with a signature of its own. */
export async function sign(input: Blob, { signer }: Company, o: Signing = {}): Promise<Blob> {
  const base = o.along ? await revise(input, o.along) : input;
  const doc = await openPdf(base);
  const writer = new IncrementalWriter(doc);
  const byteRange = new PdfRaw(latin1(`[${' '.repeat(60)}]`));
  const contents = new PdfRaw(latin1(`<${'0'.repeat(2 * (signedDataSizeBound(signer) + (o.room ?? 0)))}>`));
  const value = writer.allocate();
  const dict = PdfDict.of({
    Type: name('Sig'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.CAdES.detached'),
  });
  dict.set('ByteRange', byteRange).set('Contents', contents).set('M', words("D:20261124120000+00'00'"));
  const references = referencesOf(o);
  if (references.length > 0) dict.set('Reference', references);
  writer.put(value, dict);
  if (o.into === undefined) {
    const { rect = [0, 0, 0, 0], field = 'Signature' } = o;
    await addField(writer, doc, { ...o, rect, field, type: 'Sig', entries: { ...o.entries, V: value } });
  } else {
    const field = (await doc.dict(PdfRef.of(o.into)))?.clone() ?? PdfDict.of();
    if (o.content !== undefined) {
      const appearance = writer.allocate();
      writer.put(appearance, look(o.content, o.resources));
      field.set('AP', PdfDict.of({ N: appearance }));
    }
    writer.put(PdfRef.of(o.into), field.set('V', value));
  }
  if (o.certify !== undefined) {
    const catalog = (await doc.catalog()).clone().set('Perms', PdfDict.of({ DocMDP: value }));
    writer.put(doc.catalogRef, catalog);
  }
  const { tail, offsetOf } = await writer.build();
  return fill(
    new Uint8Array(await base.arrayBuffer()),
    tail,
    offsetOf(byteRange),
    offsetOf(contents),
    contents,
    signer,
  );
}

function referencesOf(o: Signing): PdfDict[] {
  const transform = (method: string, params: Record<string, PdfObject>) =>
    PdfDict.of({
      ...{ Type: name('SigRef'), TransformMethod: name(method) },
      TransformParams: PdfDict.of({ Type: name('TransformParams'), V: name('1.2'), ...params }),
    });
  const references: PdfDict[] = [];
  if (o.certify !== undefined) references.push(transform('DocMDP', { P: o.certify }));
  if (o.lock) {
    const Fields = (o.lock.Fields ?? []).map(words);
    references.push(transform('FieldMDP', { Action: name(o.lock.Action), Fields }));
  }
  return references;
}

async function fill(
  base: Uint8Array<ArrayBuffer>,
  tail: Uint8Array<ArrayBuffer>,
  rangeAt: number,
  contentsAt: number,
  contents: PdfRaw,
  signer: Company['signer'],
): Promise<Blob> {
  const file = new Uint8Array(base.length + tail.length);
  file.set(base);
  file.set(tail, base.length);
  const gapEnd = contentsAt + contents.bytes.length;
  file.set(latin1(`[0 ${contentsAt} ${gapEnd} ${file.length - gapEnd}`), rangeAt);
  const signed = await new Blob([file.subarray(0, contentsAt), file.subarray(gapEnd)]).arrayBuffer();
  const messageDigest = new Uint8Array(await crypto.subtle.digest('SHA-256', signed));
  const { certificate, chain, algorithm } = signer;
  const cms = await buildSignedData({
    ...{ messageDigest, certificate, chain, algorithm },
    sign: (data) => signer.sign(data),
  });
  file.set(latin1(Buffer.from(cms).toString('hex')), contentsAt + 1);
  return new Blob([file], { type: 'application/pdf' });
}
