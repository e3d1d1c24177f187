/** The opening of a tender: all envelopes opened, judged and listed, by the administrator and by whoever checks it. */
export { checkOpening, compareOpenings, type OpeningDifference } from './check';
export type { BidRefusal } from './judge';
export { bidsOf, openTender, type OpenedTender } from './open-tender';
