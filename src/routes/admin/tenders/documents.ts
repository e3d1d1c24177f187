import { blobIdOf, type BlobId } from '$lib/sync';
import type { Tender } from '$lib/tender';
import { m } from '$messages';
import { line } from '../../platforms/details-form';
import { sizeText } from '../../tenders/words';

type TenderDocument = Tender['documents'][number];

/** Everybody who reads a tender loads its documents, on phones too. */
const MAX_DOCUMENT_BYTES = 50 * 2 ** 20;
const MAX_ALL_BYTES = 200 * 2 ** 20;
const MAX_DOCUMENTS = 50;
const MAX_NAME = 120;

/** What a tender's documents usually are; as of `<input accept>`. */
export const DOCUMENT_TYPES =
  '.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.wps,.et,.ofd,.txt,.csv,.zip,.rar,.7z,.dwg,.dxf,.jpg,.jpeg,.png';

/**
 * Reads a file that is to be published with a tender.
 *
 * @param present documents that are there already
 * @throws what reading the file throws
 */
export async function readDocument(
  file: File,
  present: readonly TenderDocument[],
): Promise<{ document: TenderDocument; id: BlobId } | { problem: string }> {
  const name = shortened(line(file.name) || m.tenderadmin_document_unnamed());
  const all = present.reduce((sum, { bytes }) => sum + bytes, file.size);
  if (file.size === 0) return { problem: m.tenderadmin_document_empty({ name }) };
  if (file.size > MAX_DOCUMENT_BYTES) {
    const [size, max] = [sizeText(file.size), sizeText(MAX_DOCUMENT_BYTES)];
    return { problem: m.tenderadmin_document_large({ name, size, max }) };
  }
  if (all > MAX_ALL_BYTES)
    return { problem: m.tenderadmin_documents_large({ max: sizeText(MAX_ALL_BYTES) }) };
  if (present.length >= MAX_DOCUMENTS)
    return { problem: m.tenderadmin_documents_many({ max: MAX_DOCUMENTS }) };
  if (/\.pdf$/i.test(name) && !(await isPdf(file)))
    return { problem: m.tenderadmin_document_no_pdf({ name }) };
  const id = await blobIdOf(file);
  if (present.some(({ blob }) => blob === id)) return { problem: m.tenderadmin_document_twice({ name }) };
  return { id, document: { name, blob: id, bytes: file.size, type: typeOf(file) } };
}

/** Many readers take a PDF whose head comes within the first kilobyte (ISO 32000-2 annex I). */
async function isPdf(file: Blob): Promise<boolean> {
  return (await file.slice(0, 1024).text()).includes('%PDF-');
}

function typeOf({ type }: File): string {
  const [essence = ''] = type.split(';');
  return /^[\w.+-]{1,40}\/[\w.+-]{1,80}$/.test(essence) ? essence : 'application/octet-stream';
}

/** A long name loses its middle, not the ending that programs know it by. */
function shortened(name: string): string {
  const characters = [...name];
  return characters.length <= MAX_NAME
    ? name
    : [...characters.slice(0, MAX_NAME - 21), '…', ...characters.slice(-20)].join('');
}
