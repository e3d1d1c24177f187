/** Codes between devices: drawing and reading them, and what they say. */
export { Camera, type CameraErrorCode, type CameraFeatures } from './camera/camera';
export { qrMatrix, qrPath, QUIET_ZONE } from './codes/draw';
export { jsqrDecoder } from './codes/jsqr';
export { nativeDecoder } from './codes/native';
export { QrReader, type Decoded, type Frame } from './codes/read';
export { zxingDecoder } from './codes/zxing';
export {
  challengeLink,
  newChallenge,
  readChallenge,
  type Challenge,
  type ShownChallenge,
} from './exchange/challenge';
export { Conversation } from './exchange/session';
