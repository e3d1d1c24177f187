export { suggestedName } from './name';
export { parsePlan, placementsOf, type PlanSeal } from './plan';
export { RemoteSealError, type RemoteSealErrorCode } from './remote/error';
export {
  MAX_REMOTE_MESSAGE_BYTES,
  packMessage,
  unpackMessage,
  type RemoteMessageOf,
  type RemoteParcel,
} from './remote/messages';
export { packOffer, readOffer, remoteSigner, type OfferedSeal, type RemoteSealer } from './remote/offer';
export {
  joinTail,
  sealOrder,
  signOrder,
  summaryOf,
  summaryOfStamps,
  type OrderSummary,
} from './remote/orders';
export { sealDocument, type SealDocumentRequest, type SealedDocument } from './seal-document';
