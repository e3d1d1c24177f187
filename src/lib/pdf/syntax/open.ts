import { PdfDocument } from './document';
import { PdfSyntaxError } from './error';
import { PdfDict, PdfRef } from './objects';
import { rebuild } from './rebuild';
import { BlobSource } from './source';
import { ObjectStore } from './store';
import { findHeader, readChain } from './xref-chain';
import type { XrefSection } from './xref-section';

/**
 * Opens a document: reads its cross-reference sections and the catalog. Where they lead to no pages, the whole
 * file is scanned for objects.
 *
 * @param input a Blob over a file is read in parts, as they are needed
 * @param o     `signal` ends this and all later reading
 * @throws PdfSyntaxError `not-a-pdf`, `encrypted`, `unsupported-encryption`, `damaged`
 */
export async function openPdf(input: Blob, o: { signal?: AbortSignal } = {}): Promise<PdfDocument> {
  o.signal?.throwIfAborted();
  const source = new BlobSource(input, o.signal);
  const header = await findHeader(source);
  const store = new ObjectStore(source, header ?? 0, rebuild);
  const sections = await chainOf(store);
  if (sections && (await leadsToPages(store, sections))) return PdfDocument.over(store);
  if (!store.recovered) await recover(store, header !== undefined);
  if (!(await hasPages(store))) {
    throw new PdfSyntaxError(header === undefined ? 'not-a-pdf' : 'damaged', { problem: 'pages' });
  }
  return PdfDocument.over(store);
}

async function chainOf(store: ObjectStore): Promise<XrefSection[] | undefined> {
  try {
    return await readChain(store.source, store.base);
  } catch (error) {
    if (error instanceof PdfSyntaxError) return undefined;
    throw error;
  }
}

async function leadsToPages(store: ObjectStore, sections: readonly XrefSection[]): Promise<boolean> {
  try {
    await store.use(sections, false);
    return await hasPages(store);
  } catch (error) {
    if (!(error instanceof PdfSyntaxError) || error.code === 'encrypted') throw error;
    if (error.code === 'unsupported-encryption') throw error;
    return false;
  }
}

async function recover(store: ObjectStore, hasHeader: boolean): Promise<void> {
  try {
    await store.recover();
  } catch (error) {
    if (error instanceof PdfSyntaxError && error.code === 'damaged' && !hasHeader) {
      throw new PdfSyntaxError('not-a-pdf', {}, error);
    }
    throw error;
  }
}

async function hasPages(store: ObjectStore): Promise<boolean> {
  const root = store.trailer.get('Root');
  if (!(root instanceof PdfRef)) return false;
  const catalog = await store.resolve(root);
  if (!(catalog instanceof PdfDict)) return false;
  const pages = await store.resolve(catalog.get('Pages'));
  if (!(pages instanceof PdfDict)) return false;
  return pages.has('Kids') ? Array.isArray(await store.resolve(pages.get('Kids'))) : pages.has('Type');
}
