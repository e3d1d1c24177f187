import type { RecordId } from '$lib/ledger';
import { recipientsOf } from '$lib/platform';
import { makeOpeningKey, publishTender, type TenderDesk } from '$lib/tender';
import type { Notice } from './read-form';
import type { TenderForm } from './tender-form';

/** A tender's record names so many who may read files after the opening. */
const MAX_READERS = 50;

/**
 * Publishes a tender, with an opening key that its committee shares.
 *
 * @param files that its documents name
 * @throws what `publishTender` and `makeOpeningKey` throw
 */
export async function publish(
  desk: TenderDesk,
  notice: Notice,
  { committee, threshold }: Pick<TenderForm, 'committee' | 'threshold'>,
  files: Parameters<typeof publishTender>[2],
): Promise<RecordId> {
  const { state } = desk;
  const openers = committee.map((author) => ({ author, recipient: state.staff.get(author)!.recipient }));
  const opening = await makeOpeningKey(notice.number, threshold, openers);
  const readers = [...new Set([...recipientsOf(state, 'administrator'), ...recipientsOf(state, 'expert')])];
  return publishTender(desk, { ...notice, opening, readers: readers.slice(0, MAX_READERS) }, files);
}
