import { bytesEqual, concatBytes } from '../../keys';
import { challengeHash, type Challenge } from './challenge';

/** Bytes of the challenge's hash that go before a message: what is left of another code's answer is not taken for ours. */
const MARK_BYTES = 8;

/**
 * A message as it is shown by one device and read by the other's camera, with no network between them. Whoever sees the
 * screen can read it: nothing secret is in it.
 */
export function airMessage(challenge: Challenge, message: Uint8Array): Uint8Array {
  return concatBytes(challengeHash(challenge).subarray(0, MARK_BYTES), message);
}

/** @returns undefined for what answers another code */
export function readAirMessage(challenge: Challenge, bytes: Uint8Array): Uint8Array | undefined {
  const mark = challengeHash(challenge).subarray(0, MARK_BYTES);
  return bytesEqual(bytes.subarray(0, MARK_BYTES), mark) ? bytes.slice(MARK_BYTES) : undefined;
}
