import type { CameraErrorCode } from '$lib/qr';
import { m } from '$messages';
import type { Texts } from './texts';

/** Why there is no picture, and the other ways to a code. */
export const CAMERA: Texts<CameraErrorCode> = {
  blocked: () => m.scan_error_blocked(),
  none: () => m.scan_error_none(),
  'in-use': () => m.scan_error_in_use(),
  insecure: () => m.scan_error_insecure(),
};
