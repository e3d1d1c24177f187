import { PdfSyntaxError } from '../syntax';
import type { History } from './history';
import type { Change, RevisionReport, SignatureReport } from './report';
import { TooComplex } from './too-complex';

/**
 * What each revision of a document changed against the one before, oldest first.
 *
 * @param signatures to say which of them sign a revision
 * @throws the reason of the history's signal
 */
export async function revisionsOf(
  history: History,
  signatures: readonly Pick<SignatureReport, 'fields' | 'revision' | 'covers'>[],
): Promise<RevisionReport[]> {
  const reports: RevisionReport[] = [];
  const { revisions } = await history.at(history.last);
  for (const [index, { endOffset }] of revisions.entries()) {
    const signedBy = signatures
      .filter(({ revision, covers }) => revision === index && covers !== 'partial')
      .flatMap(({ fields }) => fields);
    const changes = await changesOf(history, index);
    reports.push({
      index,
      endOffset,
      signedBy,
      changes: changes ?? [],
      ...(changes ? {} : { unknown: true }),
    });
  }
  return reports;
}

async function changesOf(history: History, index: number): Promise<Change[] | undefined> {
  if (index === 0) return [];
  try {
    return await history.changesOf(index);
  } catch (error) {
    if (error instanceof TooComplex || error instanceof PdfSyntaxError) return undefined;
    throw error;
  }
}
