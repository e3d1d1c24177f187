import { sha256, utf8 } from '../keys';
import type { RecordId } from '../ledger';
import { base64url } from './blob-id';

/** The name of whatever text is given as a record; `parseRecord` says whether it is one. */
export async function recordIdOf(jws: string): Promise<RecordId> {
  return base64url(await sha256(utf8(jws))) as RecordId;
}
