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
export { composeReceipt, type DeliveredEnvelope } from './receipt';
export { signPaper, type PaperSigner } from './sign';
