import * as v from 'valibot';
import { utf8 } from '../../keys';
import type { AuthorId, RecordId, RecordKind } from '../../ledger';
import { fields, hasRole } from '../../platform';
import { isLinked } from '../../supplier';
import type { TenderRefusal } from '../error';
import type { Tender, TenderState } from '../state';

export type TenderKind<B> = RecordKind<TenderState, B>;

/** base64url makes a third more of it, signature and header come on top: below 60 KB together. */
const MAX_BODY_BYTES = 43_000;

/** Bounds a body as a whole: its texts may be long, but not all of them. */
export function bounded<S extends v.GenericSchema<unknown, unknown>>(schema: S) {
  return v.pipe(
    schema,
    v.check((body) => utf8(JSON.stringify(body)).length <= MAX_BODY_BYTES),
  );
}

export const whole = (min: number, max: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max));

export const shortId = v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/));

export const documents = v.pipe(
  v.array(
    v.strictObject({
      name: fields.text(120),
      blob: fields.blobId,
      bytes: whole(1, 2 ** 40),
      type: v.pipe(v.string(), v.regex(/^[\w.+-]{1,40}\/[\w.+-]{1,80}$/)),
    }),
  ),
  v.maxLength(50),
);

/** A list of different things. */
export function distinct<T>(item: v.GenericSchema<unknown, T>, max: number, min = 0) {
  return v.pipe(
    v.array(item),
    v.minLength(min),
    v.maxLength(max),
    v.check((list: T[]) => areDistinct(list)),
  );
}

export function areDistinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

export function administratorRefusal(
  state: TenderState,
  author: AuthorId,
  tender: RecordId,
): TenderRefusal | undefined {
  return hasRole(state, author, 'administrator')
    ? runningRefusal(state.tenders.get(tender))
    : 'not-administrator';
}

export function runningRefusal(tender: Tender | undefined): TenderRefusal | undefined {
  if (!tender) return 'no-tender';
  return tender.cancelled ? 'cancelled' : undefined;
}

/** A supplier's device at an instant; whoever works for the platform is none. */
export function deviceRefusal(
  state: TenderState,
  supplier: RecordId,
  author: AuthorId,
  at: number,
): TenderRefusal | undefined {
  const member = state.staff.get(author);
  if (member && !member.removed) return 'not-linked';
  return isLinked(state, supplier, author, at) ? undefined : 'not-linked';
}

/** Whether an expert may say something about a tender that is evaluated, or about to be. */
export function expertRefusal(state: TenderState, author: AuthorId, id: RecordId): TenderRefusal | undefined {
  const tender = state.tenders.get(id);
  const refusal = runningRefusal(tender);
  if (refusal) return refusal;
  if (!hasRole(state, author, 'expert')) return 'not-expert';
  if (!tender!.experts.includes(author)) return 'not-assigned';
  return tender!.closedAt === undefined ? undefined : 'closed-already';
}

export function isInvited(tender: Tender, supplier: RecordId): boolean {
  return tender.access === 'open' || tender.invitations.has(supplier);
}
