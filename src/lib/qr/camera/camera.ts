import type { Frame } from '../codes/read';

/** Why there is no picture. Texts are made from `code` at the edge. */
export type CameraErrorCode =
  /** The person, or the system, does not allow it. */
  | 'blocked'
  /** This device has none. */
  | 'none'
  /** Another program holds it. */
  | 'in-use'
  /** Browsers give a camera to pages over HTTPS only. */
  | 'insecure';

class CameraError extends Error {
  override readonly name = 'CameraError';

  constructor(
    readonly code: CameraErrorCode,
    cause?: unknown,
  ) {
    super(`camera: ${code}`, { cause });
  }
}

/** What the open camera can do beside taking pictures. */
export interface CameraFeatures {
  torch: boolean;
  /** undefined where it cannot zoom */
  zoom?: { min: number; max: number; step: number };
}

/** Members of Media Capture that the DOM types do not have yet (Image Capture §3.1). */
type Capabilities = MediaTrackCapabilities & {
  torch?: boolean;
  zoom?: { min: number; max: number; step: number };
};

/** Pixels of the longer side of what is looked at: more slows reading and finds no more. */
const LONGEST_SIDE = 1280;
/** Of this many pictures one is looked at as a whole, the others in their middle, where people hold a code. */
const WHOLE_EVERY = 4;
const MIDDLE = 0.7;

/** The camera behind a scanner. One is open at a time. */
export class Camera {
  #stream: MediaStream | undefined;
  #canvas: OffscreenCanvas | undefined;
  #count = 0;

  constructor(private readonly video: HTMLVideoElement) {}

  /**
   * Opens a camera and shows its picture; one that was open is closed.
   *
   * @param deviceId of `list`; the one at the phone's back where left out
   * @throws CameraError
   */
  async open(deviceId?: string): Promise<CameraFeatures> {
    this.close();
    if (!isSecureContext || !navigator.mediaDevices) throw new CameraError('insecure');
    const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: 'environment' };
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { ...which, width: { ideal: 1280 }, height: { ideal: 720 } },
      });
    } catch (error) {
      throw new CameraError(codeOf(error), error);
    }
    this.video.srcObject = this.#stream;
    await this.video.play();
    const { torch = false, zoom } = this.#capabilities();
    return { torch, ...(zoom && zoom.max > zoom.min && { zoom }) };
  }

  /** The cameras of this device; they have names once one of them was allowed. */
  async list(): Promise<{ id: string; label: string }[]> {
    const devices = await navigator.mediaDevices.enumerateDevices();
    return devices
      .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  }

  async setTorch(on: boolean): Promise<void> {
    await this.#constrain({ torch: on });
  }

  async setZoom(zoom: number): Promise<void> {
    await this.#constrain({ zoom });
  }

  /**
   * The picture of now; mostly its middle, now and then all of it.
   *
   * @returns undefined as long as there is none
   */
  frame(): Frame | undefined {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (!this.#stream || width === 0 || height === 0) return undefined;
    const share = this.#count++ % WHOLE_EVERY === 0 ? 1 : MIDDLE;
    const [cutWidth, cutHeight] = [width * share, height * share];
    const scale = Math.min(1, LONGEST_SIDE / Math.max(cutWidth, cutHeight));
    const [w, h] = [Math.round(cutWidth * scale), Math.round(cutHeight * scale)];
    this.#canvas ??= new OffscreenCanvas(w, h);
    if (this.#canvas.width !== w || this.#canvas.height !== h) {
      this.#canvas.width = w;
      this.#canvas.height = h;
    }
    const context = this.#canvas.getContext('2d', { willReadFrequently: true })!;
    const [left, top] = [(width - cutWidth) / 2, (height - cutHeight) / 2];
    context.drawImage(this.video, left, top, cutWidth, cutHeight, 0, 0, w, h);
    return { width: w, height: h, data: context.getImageData(0, 0, w, h).data as Frame['data'] };
  }

  /** Lets go of the camera; its light goes out. */
  close(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
    this.video.srcObject = null;
  }

  #capabilities(): Capabilities {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    return track?.getCapabilities?.() ?? {};
  }

  async #constrain(constraint: Record<string, unknown>): Promise<void> {
    const [track] = this.#stream?.getVideoTracks() ?? [];
    await track?.applyConstraints({ advanced: [constraint as MediaTrackConstraintSet] });
  }
}

function codeOf(error: unknown): CameraErrorCode {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'none';
  if (name === 'NotReadableError' || name === 'AbortError') return 'in-use';
  return 'blocked';
}
