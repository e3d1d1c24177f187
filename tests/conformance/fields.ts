/** The signature fields of a document, as they stand in its form. */
import { PdfRef, PdfString, type PdfDocument, type PdfObject } from '../../src/lib/pdf/syntax';

interface SignatureField {
  /** full name */
  name: string;
  /** number of the object, where it is one */
  num?: number;
  byteRange: number[];
}

const MAX_DEPTH = 8;

/** Those that have a value. */
export async function signatureFields(doc: PdfDocument): Promise<SignatureField[]> {
  const found: SignatureField[] = [];
  const visit = async (
    entry: PdfObject,
    above: string,
    inherited: PdfObject,
    depth: number,
  ): Promise<void> => {
    const field = await doc.dict(entry);
    if (!field || depth > MAX_DEPTH) return;
    const title = await doc.resolve(field.get('T'));
    const name = title instanceof PdfString ? (above ? `${above}.` : '') + title.text() : above;
    const value = field.get('V') ?? inherited;
    const array = await doc.array((await doc.dict(value))?.get('ByteRange'));
    if (array && !found.some((other) => other.name === name)) {
      const byteRange = (await Promise.all(array.map((element) => doc.number(element)))).map(Number);
      found.push({ name, byteRange, ...(entry instanceof PdfRef ? { num: entry.num } : {}) });
    }
    for (const kid of (await doc.array(field.get('Kids'))) ?? []) await visit(kid, name, value, depth + 1);
  };
  const form = await doc.dict((await doc.catalog()).get('AcroForm'));
  for (const field of (await doc.array(form?.get('Fields'))) ?? []) await visit(field, '', null, 0);
  return found;
}
