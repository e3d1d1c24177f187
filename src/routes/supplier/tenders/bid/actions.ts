import type { FollowedEnvelope } from '$lib/tender';
import type { BidAction } from './sending.svelte';

/** An envelope of this device with what it was: the first bid, or one again after a withdrawal, or a change. */
export type NamedEnvelope = FollowedEnvelope & {
  was: BidAction;
  /** a later one of this device came in time: this one counts no more */
  replaced: boolean;
};

/** Names what was sent by what had come before it, in time; the oldest first. */
export function named(followed: readonly FollowedEnvelope[]): NamedEnvelope[] {
  let hasBid = false;
  const lastInTime = followed.findLastIndex(({ fate }) => fate.state === 'in-time');
  return followed.map((one, index) => {
    const was = one.action === 'withdraw' ? 'withdraw' : hasBid ? 'change' : 'bid';
    const counts = one.fate.state === 'in-time' || one.fate.state === 'waiting';
    if (counts) hasBid = one.action === 'bid';
    return { ...one, was, replaced: one.fate.state === 'in-time' && index < lastInTime };
  });
}
