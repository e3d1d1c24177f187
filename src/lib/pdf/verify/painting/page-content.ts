import { PdfDict, PdfRef, PdfStream, type PageInfo, type PdfDocument } from '../../syntax';
import { TooComplex } from '../too-complex';
import { IDENTITY } from './graphics-state';
import { paintedBy } from './interpreter';
import { Effort, type Painted } from './painted';

const MAX_BYTES = 32 << 20;
const MAX_ANNOTATIONS = 20_000;

/**
 * What a page's own content paints, in default user space.
 *
 * @throws TooComplex; what decoding streams throws
 */
export async function paintedByPage(doc: PdfDocument, page: PageInfo, whole?: Effort): Promise<Painted[]> {
  const contents = await doc.resolve(page.dict.get('Contents') ?? null);
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const part of Array.isArray(contents) ? contents : [contents]) {
    const stream = await doc.resolve(part);
    if (!(stream instanceof PdfStream)) continue;
    const bytes = await doc.decode(stream, MAX_BYTES);
    length += bytes.length + 1;
    if (length > MAX_BYTES) throw new TooComplex();
    parts.push(bytes);
  }
  // Streams follow each other as if a blank were between them (ISO 32000-2 table 31).
  const content = new Uint8Array(length).fill(0x20);
  let at = 0;
  for (const part of parts) {
    content.set(part, at);
    at += part.length + 1;
  }
  return paintedBy(doc, content, page.resources, IDENTITY, page.cropBox, Effort.forOne(whole));
}

/** A page's annotations, in the order in which they are painted. */
export async function annotationsOf(
  doc: PdfDocument,
  page: PageInfo,
): Promise<{ num: number | undefined; dict: PdfDict }[]> {
  const annotations: { num: number | undefined; dict: PdfDict }[] = [];
  for (const element of ((await doc.array(page.dict.get('Annots'))) ?? []).slice(0, MAX_ANNOTATIONS)) {
    const dict = await doc.resolve(element);
    if (dict instanceof PdfDict)
      annotations.push({ num: element instanceof PdfRef ? element.num : undefined, dict });
  }
  return annotations;
}
