/**
 * Papers of a tender: what is composed for people to keep and to seal, and what is checked when it is attached. A face
 * of its own, so that whoever only wants a tender's rules loads no PDF.
 */
export {
  checkBidPaper,
  type BidPaperCheck,
  type BidPaperFacts,
  type BidPaperRefusal,
  type BidPaperRefusalCode,
  type BidPaperTerms,
} from './check';
export { PaperError, type PaperErrorCode } from './error';
export { composeBidLetter, type BidLetter } from './bid-letter';
export { composeOpeningRecord, type OpeningPaper } from './opening-record';
export { composeReceipt, type DeliveredEnvelope } from './receipt';
export { composeAwardNotice, composeResult, type AwardNotice, type ResultPaper } from './result';
export { signPaper, type PaperSigner } from './sign';
