/** Codes between devices: drawing and reading them, and what they say. */
export { Camera, type CameraErrorCode, type CameraFeatures } from './camera/camera';
export { qrMatrix, qrPath, QUIET_ZONE, type QrLevel, type QrMatrix } from './codes/draw';
export { jsqrDecoder } from './codes/jsqr';
export { nativeDecoder } from './codes/native';
export { QrReader, type Decoded, type Frame } from './codes/read';
export { zxingDecoder } from './codes/zxing';
export { FountainDecoder, FountainEncoder, isFountainFrame, MOVIE } from './fountain/fountain';
export {
  CHALLENGE_MS,
  challengeLink,
  newChallenge,
  readChallenge,
  type Challenge,
  type ShownChallenge,
} from './exchange/challenge';
export { airMessage, readAirMessage } from './exchange/air';
export { Conversation } from './exchange/session';
