/** Tenders: announcement, questions, envelopes of bids, opening, evaluation and result. */
export {
  answerInvitation,
  answerQuestion,
  assignExperts,
  cancelTender,
  clarify,
  closeEvaluation,
  declare,
  extendDeadline,
  inviteSuppliers,
  object,
  publishAward,
  publishShare,
  publishTender,
  recordOpening,
  score,
  sendEnvelope,
} from './acts';
export * from './bid';
export {
  bidProblems,
  newBidDraft,
  readBidDraft,
  rowTotalFen,
  totalFen,
  type BidDraft,
  type BidProblem,
  type BidRow,
} from './bid-form';
export { daysOfText, type TableProblem, type TableReading } from './bid-table';
export { readBidTable, readCells, writeBidTable } from './bid-table-csv';
export { readBidWorkbook, writeBidWorkbook } from './bid-table-xlsx';
export { capitals } from './capitals';
export { TenderError, type TenderErrorCode } from './error';
export { tenderKinds } from './kinds';
export { fenOfText, yuanText } from './money-text';
export {
  bidsOf,
  checkOpening,
  compareOpenings,
  openTender,
  type BidRefusal,
  type OpenedTender,
  type OpeningDifference,
} from './opening';
export {
  mayBid,
  PHASES,
  phaseOf,
  tendersFor,
  unreadClarifications,
  type BidObstacle,
  type Phase,
} from './phase';
export { askQuestion, MAX_QUESTION, openQuestion } from './questions';
export { ranking, type Ranked } from './ranking';
export {
  combineShares,
  decryptFile,
  encryptFile,
  makeOpeningKey,
  newFileKey,
  openAll,
  openFileKeys,
  openShare,
  sealEnvelope,
  sealFileKeys,
  SecrecyError,
  type BidBody,
  type EnvelopeOutcome,
  type EnvelopeProblem,
  type FileOptions,
  type Opener,
  type OpeningKey,
  type OpenOptions,
  type ReceivedEnvelope,
  type SecrecyErrorCode,
} from './secrecy';
export {
  emptyTenders,
  type Clarification,
  type Envelope,
  type OpenedBid,
  type Question,
  type Tender,
  type TenderItem,
  type TenderSlice,
  type TenderState,
} from './state';
export type { TenderDesk } from './write-allowed';
export { isWorkbook, MAX_WORKBOOK_BYTES, type WorkbookErrorCode } from './xlsx';
