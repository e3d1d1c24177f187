import { frameOf } from './photo';

/** Why no camera can be used here. */
export type CameraProblem =
  /** The person, or the browser for them, said no. */
  | 'refused'
  /** There is none, or none that answers. */
  | 'none';

/** A camera of this device while somebody looks through it. */
export class Camera {
  state = $state<'starting' | 'running' | CameraProblem>('starting');
  #stream: MediaStream | undefined;
  #stopped = false;

  /** @param facing the side of the phone; where there is but one camera, that one */
  async start(video: HTMLVideoElement, facing: 'user' | 'environment'): Promise<void> {
    this.#stopped = false;
    this.state = 'starting';
    try {
      const size = { width: { ideal: 1920 }, height: { ideal: 1440 } };
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: facing, ...size } });
      this.#stream = stream;
      if (this.#stopped) return this.stop();
      video.srcObject = stream;
      await video.play();
      this.state = 'running';
    } catch (error) {
      this.state = (error as Error).name === 'NotAllowedError' ? 'refused' : 'none';
      this.stop();
    }
  }

  shoot(video: HTMLVideoElement): Promise<Blob> {
    return frameOf(video);
  }

  stop(): void {
    this.#stopped = true;
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
  }
}
