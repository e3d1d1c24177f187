/** Revisions that an honest program appends: signatures made by anyone, validation data, filled fields. */
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
} from '../../src/lib/pdf/syntax';

const name = PdfName.of.bind(PdfName);
const ascii = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

/** Bytes for the CMS; a token with its chain stays below. */
const ROOM = 8000;

type Change = (writer: IncrementalWriter, doc: PdfDocument) => Promise<void> | void;

/** Appends a revision that `change` makes. */
async function append(input: Uint8Array, change: Change): Promise<Uint8Array> {
  const { bytes } = await written(input, change);
  return bytes;
}

async function written(input: Uint8Array, change: Change) {
  const doc = await openPdf(new Blob([new Uint8Array(input)]));
  const writer = new IncrementalWriter(doc);
  await change(writer, doc);
  const { tail, offsetOf } = await writer.build();
  return { bytes: new Uint8Array(Buffer.concat([input, tail])), offsetOf };
}

/** Puts an indirect object with some of its entries changed. */
async function changeEntries(
  writer: IncrementalWriter,
  doc: PdfDocument,
  ref: PdfRef,
  entries: Record<string, PdfObject>,
): Promise<void> {
  const dict = (await doc.dict(ref))?.clone() ?? PdfDict.of();
  for (const [key, value] of Object.entries(entries)) dict.set(key, value);
  writer.put(ref, dict);
}

interface Signing {
  subFilter: 'adbe.pkcs7.detached' | 'ETSI.CAdES.detached' | 'ETSI.RFC3161';
  field: string;
  /** what a certifying signature permits (ISO 32000-2 table 257) */
  certifies?: 1 | 2 | 3;
  /** @returns DER over the signed bytes */
  sign(content: Uint8Array): Promise<Uint8Array>;
}

/** Signs in a new invisible field on the first page, as a program does that calls some CMS library. */
export async function appendSignature(input: Uint8Array, o: Signing): Promise<Uint8Array> {
  const byteRange = new PdfRaw(ascii(`[${'0'.repeat(43)}]`));
  const contents = new PdfRaw(ascii(`<${'0'.repeat(2 * ROOM)}>`));
  const { bytes, offsetOf } = await written(input, async (writer, doc) => {
    const [value, field] = [writer.allocate(), writer.allocate()];
    const isTimestamp = o.subFilter === 'ETSI.RFC3161';
    writer.put(
      value,
      PdfDict.of({
        Type: name(isTimestamp ? 'DocTimeStamp' : 'Sig'),
        Filter: name('Adobe.PPKLite'),
        SubFilter: name(o.subFilter),
        ByteRange: byteRange,
        Contents: contents,
        ...(o.certifies ? { Reference: [certification(o.certifies)] } : {}),
      }),
    );
    const catalog = (await doc.catalog()).clone();
    if (o.certifies) catalog.set('Perms', PdfDict.of({ DocMDP: value }));
    const page = (await doc.page(0)).ref;
    writer.put(
      field,
      PdfDict.of({
        ...{ Type: name('Annot'), Subtype: name('Widget'), FT: name('Sig'), T: PdfString.ofText(o.field) },
        ...{ V: value, P: page, Rect: [0, 0, 0, 0], F: 132 },
      }),
    );
    const annotations = (await doc.array((await doc.dict(page))?.get('Annots'))) ?? [];
    await changeEntries(writer, doc, page, { Annots: [...annotations, field] });
    await addToForm(writer, doc, catalog, field);
    writer.put(doc.catalogRef, catalog);
  });
  const [start, text] = [offsetOf(contents), `[0 ${offsetOf(contents)} `];
  const end = start + contents.bytes.length;
  bytes.set(ascii(`${text}${end} ${bytes.length - end}`.padEnd(44)), offsetOf(byteRange));
  const cms = await o.sign(Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]));
  if (cms.length > ROOM) throw new RangeError(`CMS of ${cms.length} bytes`);
  bytes.set(ascii(Buffer.from(cms).toString('hex')), start + 1);
  return bytes;
}

function certification(level: 1 | 2 | 3): PdfDict {
  const parameters = PdfDict.of({ Type: name('TransformParams'), P: level, V: name('1.2') });
  return PdfDict.of({
    ...{ Type: name('SigRef'), TransformMethod: name('DocMDP'), TransformParams: parameters },
  });
}

async function addToForm(
  writer: IncrementalWriter,
  doc: PdfDocument,
  catalog: PdfDict,
  field: PdfRef,
): Promise<void> {
  const entry = catalog.get('AcroForm');
  const form = (await doc.dict(entry))?.clone() ?? PdfDict.of();
  form.set('Fields', [...((await doc.array(form.get('Fields'))) ?? []), field]).set('SigFlags', 3);
  if (entry instanceof PdfRef) writer.put(entry, form);
  else catalog.set('AcroForm', form);
}

interface ValidationData {
  certificates: Uint8Array[];
  crls: Uint8Array[];
  ocsps: Uint8Array[];
}

/** Appends a document security store (ISO 32000-2 12.8.4.3). */
export function appendValidationData(input: Uint8Array, data: ValidationData): Promise<Uint8Array> {
  return append(input, async (writer, doc) => {
    const streams = (all: Uint8Array[]) =>
      all.map((bytes) => {
        const ref = writer.allocate();
        writer.put(ref, PdfStream.of(PdfDict.of(), bytes));
        return ref;
      });
    const store = writer.allocate();
    const { certificates, crls, ocsps } = data;
    writer.put(
      store,
      PdfDict.of({
        ...{ Type: name('DSS'), Certs: streams(certificates) },
        ...{ CRLs: streams(crls), OCSPs: streams(ocsps) },
      }),
    );
    await changeEntries(writer, doc, doc.catalogRef, { DSS: store });
  });
}

/** Fills a text field that has one widget, with an appearance of its own. */
export function appendText(input: Uint8Array, field: string, text: string): Promise<Uint8Array> {
  return append(input, async (writer, doc) => {
    const form = await doc.dict((await doc.catalog()).get('AcroForm'));
    for (const ref of (await doc.array(form?.get('Fields'))) ?? []) {
      const dict = await doc.dict(ref);
      const title = await doc.resolve(dict?.get('T'));
      if (!(ref instanceof PdfRef) || !(title instanceof PdfString) || title.text() !== field) continue;
      const appearance = writer.allocate();
      const content = ascii(`/Tx BMC q BT /Helv 10 Tf 2 5 Td (${text}) Tj ET Q EMC`);
      const font = PdfDict.of({
        ...{ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Helvetica') },
      });
      const resources = PdfDict.of({ Font: PdfDict.of({ Helv: font }) });
      const box = { BBox: [0, 0, 200, 20], Resources: resources };
      const entries = { Type: name('XObject'), Subtype: name('Form'), ...box };
      writer.put(appearance, PdfStream.of(PdfDict.of(entries), content));
      const AP = PdfDict.of({ N: appearance });
      await changeEntries(writer, doc, ref, { V: PdfString.ofText(text), AP });
      return;
    }
    throw new Error(`no field ${field}`);
  });
}
