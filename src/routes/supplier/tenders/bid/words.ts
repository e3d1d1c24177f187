import { m } from '$messages';
import type { BidAction } from './sending.svelte';

const ACTIONS: Readonly<Record<BidAction, () => string>> = {
  bid: m.tenderbid_action_bid,
  change: m.tenderbid_action_change,
  withdraw: m.tenderbid_action_withdraw,
};

export function actionWord(action: BidAction): string {
  return ACTIONS[action]();
}

/** So far may two clocks differ before a person is told. */
const SAME_CLOCK_MS = 2000;

/** How this device's clock stands to the platform's. @param offsetMs see `Office.clockOffsetMs` */
export function clockText(offsetMs: number | undefined): string {
  if (offsetMs === undefined) return m.tenderbid_clock_unknown();
  if (Math.abs(offsetMs) <= SAME_CLOCK_MS) return m.tenderbid_clock_ok();
  const n = Math.round(Math.abs(offsetMs) / 1000);
  return offsetMs > 0 ? m.tenderbid_clock_behind({ n }) : m.tenderbid_clock_ahead({ n });
}
