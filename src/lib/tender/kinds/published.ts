import * as v from 'valibot';
import { fields, hasRole } from '../../platform';
import type { TenderRefusal } from '../error';
import { areDistinct, bounded, distinct, documents, shortId, whole, type TenderKind } from './pieces';

const distinctBy = <T>(by: (one: T) => unknown) => v.check((list: T[]) => areDistinct(list.map(by)));

const criteria = v.pipe(
  v.array(v.strictObject({ id: shortId, name: fields.text(60), max: whole(1, 100) })),
  v.minLength(1),
  v.maxLength(20),
  distinctBy(({ id }) => id),
  v.check((list) => list.reduce((sum, { max }) => sum + max, 0) === 100),
);

const member = v.strictObject({
  author: fields.authorId,
  commitment: fields.hash,
  sealedShare: fields.bytes(1024),
});

const opening = v.pipe(
  v.strictObject({
    recipient: fields.recipient,
    threshold: whole(1, 15),
    committee: v.pipe(
      v.array(member),
      v.minLength(1),
      v.maxLength(15),
      distinctBy(({ author }) => author),
    ),
  }),
  v.check(({ threshold, committee }) => threshold <= committee.length),
);

const item = v.strictObject({
  id: shortId,
  lot: v.optional(fields.text(60)),
  name: fields.text(120),
  unit: fields.text(20),
  quantityMilli: whole(1, 1e12),
  requirement: fields.paragraph(2000),
});

const schema = bounded(
  v.strictObject({
    number: fields.text(40),
    title: fields.text(120),
    categories: distinct(fields.text(40), 20, 1),
    access: v.picklist(['open', 'invited']),
    invited: distinct(fields.recordId, 200),
    items: v.pipe(
      v.array(item),
      v.minLength(1),
      v.maxLength(200),
      distinctBy(({ id }) => id),
    ),
    requirements: fields.paragraph(5000),
    documents,
    schedule: v.strictObject({
      questionsUntil: fields.instant,
      clarificationsUntil: fields.instant,
      bidsUntil: fields.instant,
      opensAt: fields.instant,
    }),
    evaluation: v.variant('method', [
      v.strictObject({ method: v.literal('lowest-price') }),
      v.strictObject({ method: v.literal('scored'), criteria }),
    ]),
    ceilingFen: v.optional(fields.fen),
    contact: v.strictObject({ name: fields.text(40), phone: fields.text(40) }),
    opening,
    readers: v.pipe(v.array(fields.recipient), v.maxLength(50)),
  }),
);

export type Published = v.InferOutput<typeof schema>;

/** An administrator publishes a tender (项目公告). */
export const published: TenderKind<Published> = {
  kind: 'tender.published',
  schema,

  authority(state, { author, receivedAt, body }): TenderRefusal | undefined {
    if (!state.founded) return 'no-platform';
    if (!hasRole(state, author, 'administrator')) return 'not-administrator';
    if (state.tenderNumbers.has(body.number)) return 'number-taken';
    const offered = new Set(state.founded.categories.map(({ id }) => id));
    if (!body.categories.every((id) => offered.has(id))) return 'unknown-category';
    if (body.access === 'open' && body.invited.length > 0) return 'not-by-invitation';
    if (!body.invited.every((id) => state.suppliers.has(id))) return 'unknown-supplier';
    const isStaff = (id: typeof author) => state.staff.has(id) && !state.staff.get(id)!.removed;
    if (!body.opening.committee.every((one) => isStaff(one.author))) return 'bad-committee';
    const { questionsUntil, clarificationsUntil, bidsUntil, opensAt } = body.schedule;
    const instants = [receivedAt + 1, questionsUntil, clarificationsUntil, bidsUntil, opensAt];
    return instants.every((at, n) => n === 0 || instants[n - 1]! <= at) ? undefined : 'bad-schedule';
  },

  reduce(state, { id, author, receivedAt: at, body }) {
    const { invited, schedule, ...notice } = body;
    state.tenderNumbers.set(body.number, id);
    state.tenders.set(id, {
      ...notice,
      ...{ id, by: author, publishedAt: at, schedule: { ...schedule }, extensions: [] },
      invitations: new Map(invited.map((supplier) => [supplier, { at }])),
      ...{ questions: new Map(), clarifications: [], envelopes: new Map(), shares: new Map() },
      ...{ objections: [], experts: [], declarations: new Map(), scores: new Map() },
    });
  },
};
