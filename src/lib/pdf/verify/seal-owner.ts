import { PdfName, PdfRef, type PdfDocument } from '../syntax';
import { findSignatures } from './find-signatures';

/**
 * The field whose signature an annotation shows: a widget of one of its fields, or a stamp that came with it. What
 * came to show the signature after it was made, and what was changed since, is not its seal.
 *
 * @param num the annotation's object
 * @throws what reading the document throws
 */
export async function ownerOfSeal(doc: PdfDocument, num: number): Promise<string | undefined> {
  const written = (object: number) =>
    doc.revisions.flatMap(({ entries }, i) => (entries.has(object) ? [i] : []));
  const shownSince = written(num).at(-1);
  if (shownSince === undefined) return undefined;
  const isStamp = (await doc.dict(PdfRef.of(num)))?.get('Subtype') === PdfName.of('Stamp');
  for (const { ref, fields } of await findSignatures(doc)) {
    const holder = ref?.num ?? fields[0]?.widgets[0]?.num;
    const made = holder === undefined ? undefined : written(holder)[0];
    if (made === undefined || shownSince > made) continue;
    if (isStamp) {
      // In a file's first revision everything is new: which stamps are seals can't be told there.
      if (made > 0 && shownSince === made) return fields[0]?.name;
      continue;
    }
    if (!fields.some(({ widgets }) => widgets.some((widget) => widget.num === num))) continue;
    const then = await findSignatures(await doc.atRevision(made));
    const own = then.find((other) => other.ref?.key === ref?.key);
    const field = own?.fields.find(({ widgets }) => widgets.some((widget) => widget.num === num));
    if (field) return own?.fields[0]?.name;
  }
  return undefined;
}
