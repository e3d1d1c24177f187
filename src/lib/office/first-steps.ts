import type { AuthorId } from '../ledger';
import type { FirstSteps } from '../platform';
import type { Outbox } from '../sync';
import { OfficeError } from './error';
import type { OfficePorts } from './ports';
import type { StaffSeat } from './seat';

/** Stores a member of staff's first record together with their keys and seat. @throws OfficeError `seat-taken` */
export async function keepFirstSteps(
  seats: OfficePorts['seats'],
  outbox: Outbox,
  key: string,
  { platform, author, record, keys, vaultIds }: FirstSteps,
  createdAt: number,
  replaces?: AuthorId,
): Promise<StaffSeat> {
  const seat: StaffSeat = { part: 'staff', platform, author, vaultIds, createdAt };
  const { jws, id } = record;
  const kept = await seats.addStaff(seat, keys, () => outbox.add({ jws, id, label: { key } }), replaces);
  if (!kept) throw new OfficeError('seat-taken');
  return seat;
}
