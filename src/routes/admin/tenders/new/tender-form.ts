import * as v from 'valibot';
import { hasRole } from '$lib/platform';
import type { AuthorId, RecordId } from '$lib/ledger';
import type { BlobId } from '$lib/sync';
import type { TenderState } from '$lib/tender';
import { presetSchedule } from './schedule';

const text = v.string();
const moment = v.object({ day: text, time: text });
const as = <T extends string>() =>
  v.pipe(
    text,
    v.transform((id) => id as T),
  );

/** A tender as it is typed; of a draft that another version has kept, too. */
const schema = v.object({
  number: text,
  title: text,
  categories: v.array(text),
  access: v.picklist(['open', 'invited']),
  invited: v.array(as<RecordId>()),
  items: v.array(
    v.object({ id: text, lot: text, name: text, quantity: text, unit: text, requirement: text }),
  ),
  requirements: text,
  documents: v.array(v.object({ name: text, blob: as<BlobId>(), bytes: v.number(), type: text })),
  schedule: v.object({
    questionsUntil: moment,
    clarificationsUntil: moment,
    bidsUntil: moment,
    opensAt: moment,
  }),
  method: v.picklist(['lowest-price', 'scored']),
  criteria: v.array(v.object({ id: text, name: text, max: text })),
  /** yuan */
  ceiling: text,
  contactName: text,
  contactPhone: text,
  committee: v.array(as<AuthorId>()),
  threshold: v.number(),
});

export type TenderForm = v.InferOutput<typeof schema>;
export type ItemForm = TenderForm['items'][number];

const entry = v.object({
  id: text,
  /** ms since the epoch, by this device's clock */
  savedAt: v.number(),
  form: schema,
  /** of the record that has published it */
  record: v.optional(as<RecordId>()),
});

/** A tender that is being written. */
export type TenderDraft = v.InferOutput<typeof entry>;

/** @returns the drafts among what was kept, the newest first; what cannot be read is left out */
export function readDrafts(kept: unknown): TenderDraft[] {
  if (!Array.isArray(kept)) return [];
  return kept
    .flatMap((one) => {
      const read = v.safeParse(entry, one);
      return read.success ? read.output : [];
    })
    .sort((a, b) => b.savedAt - a.savedAt);
}

/** A short name that nothing else in the form has. */
export function newId(): string {
  return crypto.randomUUID().slice(0, 8);
}

export function newItem(over: Partial<ItemForm> = {}): ItemForm {
  return { id: newId(), lot: '', name: '', quantity: '', unit: '', requirement: '', ...over };
}

/** Staff who can hold a share of an opening key: whoever opens is not who certifies. */
export function openersOf({ staff }: Pick<TenderState, 'staff'>): AuthorId[] {
  return [...staff.values()]
    .filter((one) => !one.removed && one.roles.some((role) => role !== 'ca-operator'))
    .map(({ author }) => author);
}

/** More than half of them: a few who collude cannot open before time, and one who is ill does not keep it shut. */
export function majorityOf(members: number): number {
  return Math.max(1, Math.floor(members / 2) + 1);
}

/**
 * An empty form.
 *
 * @param now ms since the epoch, by the platform's clock
 */
export function emptyForm(state: TenderState, author: AuthorId | undefined, now: number): TenderForm {
  const committee = openersOf(state).slice(0, 15);
  const own = author !== undefined && hasRole(state, author, 'administrator') && state.staff.get(author);
  return {
    ...{ number: '', title: '', categories: [], access: 'open', invited: [] },
    items: [newItem()],
    ...{ requirements: '', documents: [] },
    schedule: presetSchedule('week', now),
    ...{ method: 'lowest-price', criteria: [], ceiling: '' },
    ...{ contactName: own ? own.name : '', contactPhone: state.founded?.support.phone ?? '' },
    ...{ committee, threshold: majorityOf(committee.length) },
  };
}
