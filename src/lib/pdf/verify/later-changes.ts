import type { PdfDocument } from '../syntax';
import { hasTrailingData } from './coverage';
import type { FoundSignature } from './find-signatures';
import { certifiedLevel, judgeChanges, permissionsOf } from './permissions';
import type { LaterChange, ProblemCode } from './report';
import type { LocatedSignature } from './locate';
import { isUnreadable } from './too-complex';
import type { Surroundings } from './verify-signature';

/**
 * What every later revision changed, judged by what the signature permits.
 *
 * @param own the signature as its own revision has it
 */
export async function laterChangesOf(
  located: LocatedSignature,
  own: FoundSignature,
  { doc, history }: Surroundings,
): Promise<{ changes: LaterChange[]; problems: ProblemCode[]; certifies: boolean; level: 1 | 2 | 3 }> {
  const problems: ProblemCode[] = [];
  const changes: LaterChange[] = [];
  const { found, revision, covers } = located;
  const then = await history.at(located.seenIn);
  const permissions = await permissionsOf(then, found.value, own.fields[0]?.dict, await certifiedIn(then));
  const { certifies, level } = permissions;
  if (covers === 'whole-file') return { changes, problems, certifies, level };
  if (!located.range || covers === 'partial') {
    problems.push('changes-unknown');
    return { changes, problems, certifies, level };
  }
  try {
    for (let later = revision + 1; later <= history.last; later++) {
      changes.push(judgeChanges(permissions, later, await history.changesOf(later)));
    }
    // Of what readers see in different ways, only one way was judged.
    if (!(await history.isPlainAfter(revision))) problems.push('changes-unknown');
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    problems.push('changes-unknown');
  }
  if (await hasTrailingData(doc)) problems.push('trailing-data');
  if (changes.some(({ kind }) => kind === 'other')) problems.push('forbidden-change');
  return { changes, problems, certifies, level };
}

/** What the document's certifying signature permits (ISO 32000-2 12.8.6), where there is one. */
async function certifiedIn(doc: PdfDocument): Promise<1 | 2 | 3 | undefined> {
  const permissions = await doc.dict((await doc.catalog()).get('Perms'));
  const certifying = await doc.dict(permissions?.get('DocMDP'));
  return certifying && ((await certifiedLevel(doc, certifying)) ?? 2);
}
