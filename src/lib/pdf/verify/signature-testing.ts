/** For tests: signatures of any format, made by whatever makes the value of /Contents, and what comes with them. */
import { concatBytes } from '../../keys';
import { PdfDict, PdfName, PdfRaw, PdfRef, PdfStream, PdfString, type PdfObject } from '../syntax';
import { latin1, revise, textOf } from './testing';

/** Room for the value. */
const CONTENTS_BYTES = 20_000;

/** Makes the value of /Contents for the signed bytes. */
export type MakeValue = (signed: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/**
 * Appends a revision that signs the document, in a field without a place on a page.
 *
 * @param subFilter of the signature; `ETSI.RFC3161` makes a document timestamp
 * @param entries   more of the signature dictionary
 * @param o         `isShown`: the field has a place on the first page
 */
export async function signWith(
  input: Blob,
  subFilter: string,
  make: MakeValue,
  entries: Record<string, PdfObject> = {},
  o: { isShown?: boolean } = {},
): Promise<Blob> {
  const name = `Field${(await textOf(input)).split('/ByteRange').length}`;
  const raw = (text: string) => new PdfRaw(latin1(text));
  const revised = await revise(input, async (writer, doc) => {
    const [value, field] = [writer.allocate(), writer.allocate()];
    const type = subFilter === 'ETSI.RFC3161' ? 'DocTimeStamp' : 'Sig';
    writer.put(
      value,
      PdfDict.of({
        Type: PdfName.of(type),
        Filter: PdfName.of('Adobe.PPKLite'),
        SubFilter: PdfName.of(subFilter),
        ...entries,
        ByteRange: raw(`[${PLACEHOLDER}]`),
        Contents: raw(`<${'0'.repeat(2 * CONTENTS_BYTES)}>`),
      }),
    );
    writer.put(
      field,
      PdfDict.of({
        Type: PdfName.of('Annot'),
        Subtype: PdfName.of('Widget'),
        FT: PdfName.of('Sig'),
        T: PdfString.ofText(name),
        V: value,
        F: 132,
        Rect: o.isShown ? [300, 100, 420, 220] : [0, 0, 0, 0],
      }),
    );
    if (o.isShown) {
      const { ref: page, dict } = await doc.page(0);
      const annotations = (await doc.array(dict.get('Annots'))) ?? [];
      writer.put(page, dict.clone().set('Annots', [...annotations, field]));
    }
    const ref = (await doc.catalog()).get('AcroForm');
    if (!(ref instanceof PdfRef)) throw new Error('the form of these documents is an object of its own');
    const form = (await doc.dict(ref))?.clone() ?? PdfDict.of();
    form.set('Fields', [...((await doc.array(form.get('Fields'))) ?? []), field]).set('SigFlags', 3);
    writer.put(ref, form);
  });
  return fill(revised, make);
}

const PLACEHOLDER = '0 0000000000 0000000000 0000000000';

async function fill(revised: Blob, make: MakeValue): Promise<Blob> {
  const text = await textOf(revised);
  const gapStart = text.lastIndexOf(`<${'0'.repeat(2 * CONTENTS_BYTES)}>`);
  const gapEnd = gapStart + 2 * CONTENTS_BYTES + 2;
  const numbers = [gapStart, gapEnd, text.length - gapEnd].map((number) => String(number).padStart(10, '0'));
  const range = `0 ${numbers.join(' ')}`;
  const at = text.lastIndexOf(PLACEHOLDER);
  const bytes = latin1(text.slice(0, at) + range + text.slice(at + range.length));
  const value = await make(concatBytes(bytes.subarray(0, gapStart), bytes.subarray(gapEnd)));
  if (value.length > CONTENTS_BYTES) throw new Error(`value of ${value.length} bytes`);
  bytes.set(latin1(Buffer.from(value).toString('hex')), gapStart + 1);
  return new Blob([bytes], { type: 'application/pdf' });
}

/** Appends a revision with a /DSS; with `perSignature` the lists stand in /VRI only. */
export function addValidationData(
  input: Blob,
  data: { certificates?: Uint8Array[]; crls?: Uint8Array[]; ocsps?: Uint8Array[]; perSignature?: boolean },
): Promise<Blob> {
  return revise(input, async (writer, doc) => {
    const streams = (contents: Uint8Array[] = []) =>
      contents.map((content) => {
        const ref = writer.allocate();
        writer.put(ref, PdfStream.of(PdfDict.of(), content));
        return ref;
      });
    const [certificates, crls, ocsps] = [data.certificates, data.crls, data.ocsps].map(streams);
    const entries: Record<string, PdfObject> = data.perSignature
      ? {
          VRI: PdfDict.of({
            ABCD: PdfDict.of({ Cert: certificates ?? [], CRL: crls ?? [], OCSP: ocsps ?? [] }),
          }),
        }
      : { Certs: certificates ?? [], CRLs: crls ?? [], OCSPs: ocsps ?? [] };
    const store = writer.allocate();
    writer.put(store, PdfDict.of({ Type: PdfName.of('DSS'), ...entries }));
    const root = (await doc.catalog()).clone().set('DSS', store);
    writer.put(PdfRef.of(1, 0), root);
  });
}
