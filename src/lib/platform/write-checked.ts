import * as v from 'valibot';
import type { RecordId, RecordKind } from '../ledger';
import type { PlatformSlice } from './state';
import { StaffError } from './staff-error';
import type { RecordWriter } from './writer';

/**
 * Writes a record that the ledger would accept now. It may be refused all the same, when others' records come first.
 *
 * @param now the platform's clock as far as it is known, ms since the epoch
 * @throws StaffError `bad-details`, `not-permitted`; what the writer throws
 */
export async function writeChecked<B>(
  writer: RecordWriter,
  kind: RecordKind<PlatformSlice, B>,
  state: PlatformSlice,
  body: unknown,
  now: number,
): Promise<RecordId> {
  const parsed = refuseBadBody(kind, body);
  const { author, platform } = writer;
  const place = { id: '' as RecordId, seq: 0, position: 0, at: now, receivedAt: now };
  const reason = kind.authority(state, { ...place, author, platform, body: parsed });
  if (reason !== undefined) throw new StaffError('not-permitted', { kind: kind.kind, reason });
  return writer.write(kind.kind, body);
}

/** @returns the body as the kind's rules see it. @throws StaffError `bad-details` */
export function refuseBadBody<B>(kind: RecordKind<PlatformSlice, B>, body: unknown): B {
  const result = v.safeParse(kind.schema, body);
  if (result.success) return result.output;
  throw new StaffError('bad-details', { where: v.getDotPath(result.issues[0]) });
}
