/** A company's bid on its device: what is kept of it, how it is signed and sent, and what became of it. */
export { challengeToBid, phoneSigner, readBidOrder, writeBidAnswer } from './authorise';
export { isComplete, missingFrom, type Missing } from './checklist';
export {
  bidStanding,
  followEnvelopes,
  type BidStanding,
  type EnvelopeFate,
  type FollowedEnvelope,
} from './delivered';
export { BidError, type BidErrorCode } from './error';
export { keptBidName, readKeptBid, type AttachedFile, type KeptBid, type SentEnvelope } from './kept';
export { prepareBid, prepareWithdrawal, sendPrepared, type Bidder, type PreparedBid } from './send';
