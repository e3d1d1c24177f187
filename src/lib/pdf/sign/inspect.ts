import type { PageGeometry } from '../place';
import { openPdf } from '../syntax';
import { checkCancelled, sealErrorFrom } from './error';
import { refuseWhereForbidden } from './refusal';
import { surveySignatures } from './survey';

/** What a person needs to know of a document before placing seals on it. */
export interface DocumentSummary {
  pages: PageGeometry[];
  pageCount: number;
  /** signatures that it carries already */
  signatures: number;
  /** what a certifying signature permits (ISO 32000-2 table 257): 1 nothing, 2 filling in and signing, 3 also comments */
  certified?: 1 | 2 | 3;
  encrypted: boolean;
  /** the cross-reference chain was broken and has been rebuilt */
  recovered: boolean;
}

/**
 * Reads what sealing needs to know of a document, and refuses at once what cannot be sealed.
 *
 * @throws SealError
 */
export async function inspectPdf(input: Blob, o: { signal?: AbortSignal } = {}): Promise<DocumentSummary> {
  try {
    const doc = await openPdf(input, { signal: o.signal });
    const survey = await surveySignatures(doc);
    refuseWhereForbidden(doc, survey);
    const pages: PageGeometry[] = [];
    for await (const { index, cropBox, rotate, userUnit } of doc.pages()) {
      checkCancelled(o.signal);
      pages.push({ index, cropBox, rotate, userUnit });
    }
    refuseWhereForbidden(doc, survey); // a page may have been found by repair only
    const { signatures, certified } = survey;
    const { encrypted, recovered } = doc;
    return {
      pages,
      pageCount: pages.length,
      signatures,
      ...(certified === undefined ? {} : { certified }),
      encrypted,
      recovered,
    };
  } catch (error) {
    throw sealErrorFrom(error, o.signal);
  }
}
