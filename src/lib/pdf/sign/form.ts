import { PdfDict, PdfRef, type IncrementalWriter, type PdfDocument } from '../syntax';

/** SignaturesExist and AppendOnly, ISO 32000-2 table 225. */
const SIG_FLAGS = 3;

/**
 * Appends fields to the document's form, or gives it one. Only what has to change is written anew: strict
 * readers of earlier signatures forgive new signature fields, and nothing beside them.
 *
 * @returns the /Fields array's reference, where it is an object of its own
 */
export async function addFields(
  doc: PdfDocument,
  writer: IncrementalWriter,
  added: readonly PdfRef[],
): Promise<PdfRef | undefined> {
  const catalog = await doc.catalog();
  const formEntry = catalog.get('AcroForm');
  const form = await doc.dict(formEntry);
  if (!form) {
    const ref = writer.allocate();
    writer.put(ref, PdfDict.of({ Fields: [...added], SigFlags: SIG_FLAGS }));
    writer.put(doc.catalogRef, catalog.clone().set('AcroForm', ref));
    return undefined;
  }

  const fieldsEntry = form.get('Fields');
  const fields = await doc.array(fieldsEntry);
  const flags = (await doc.number(form.get('SigFlags'))) ?? 0;
  const changed = form.clone();
  const arrayRef = fields && fieldsEntry instanceof PdfRef ? fieldsEntry : undefined;
  if (arrayRef) writer.put(arrayRef, [...(fields ?? []), ...added]);
  else changed.set('Fields', [...(fields ?? []), ...added]);
  if ((flags & SIG_FLAGS) !== SIG_FLAGS) changed.set('SigFlags', flags | SIG_FLAGS);
  else if (arrayRef) return arrayRef;

  if (formEntry instanceof PdfRef) writer.put(formEntry, changed);
  else writer.put(doc.catalogRef, catalog.clone().set('AcroForm', changed));
  return arrayRef;
}
