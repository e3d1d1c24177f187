import type { CleanOptions, Ink, SealRaster } from '$lib/seal';
import { startScanCleaner } from './scan-cleaner';

export type Crop = NonNullable<CleanOptions['crop']>;

const WHOLE: Crop = { left: 0, top: 0, right: 1, bottom: 1 };
/** Photographs are larger than any print needs. */
const LONGEST_PX = 3000;
const PAUSE_MS = 120;

/** An image on its way to a seal: chosen, cropped, cleaned in a worker; the last setting wins. */
export class ScanImport {
  /** of the image, to be shown */
  url = $state.raw<string | undefined>(undefined);
  crop = $state.raw<Crop>(WHOLE);
  keep = $state<Ink | 'auto'>('auto');
  /** 0..100 */
  strength = $state(50);
  busy = $state(false);
  failure = $state<'not-an-image' | 'nothing-found' | undefined>(undefined);
  /** what `auto` chose */
  kept = $state<Ink | undefined>(undefined);

  readonly #onresult: (raster: SealRaster) => void;
  #work: ReturnType<typeof startScanCleaner> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #job = 0;

  constructor(onresult: (raster: SealRaster) => void) {
    this.#onresult = onresult;
  }

  async open(file: Blob): Promise<void> {
    const job = ++this.#job;
    this.failure = undefined;
    this.busy = true;
    try {
      const raster = await pixelsOf(file);
      if (job !== this.#job) return;
      await this.#start().open(raster);
      this.#forgetImage();
      this.url = URL.createObjectURL(file);
      this.crop = WHOLE;
      await this.#clean();
    } catch {
      if (job === this.#job) {
        this.failure = 'not-an-image';
        this.busy = false;
      }
    }
  }

  /** Cleans anew after a setting was changed. */
  change(settings: Partial<{ crop: Crop; keep: Ink | 'auto'; strength: number }>): void {
    Object.assign(this, settings);
    if (!this.url) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#clean(), PAUSE_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#job += 1;
    this.#work?.stop();
    this.#work = undefined;
    this.#forgetImage();
  }

  async #clean(): Promise<void> {
    const job = ++this.#job;
    this.busy = true;
    const { crop, keep, strength } = this;
    const cleaned = await this.#start().clean({ crop: { ...crop }, keep, strength: strength / 100 });
    if (job !== this.#job) return;
    this.busy = false;
    this.failure = cleaned ? undefined : 'nothing-found';
    this.kept = cleaned?.kept;
    if (cleaned) {
      const { widthPx, heightPx, rgba } = cleaned;
      this.#onresult({ widthPx, heightPx, rgba });
    }
  }

  #start(): ReturnType<typeof startScanCleaner>['cleaner'] {
    this.#work ??= startScanCleaner();
    return this.#work.cleaner;
  }

  #forgetImage(): void {
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = undefined;
  }
}

/** @throws where the browser cannot read the image */
async function pixelsOf(file: Blob): Promise<SealRaster> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const factor = Math.min(1, LONGEST_PX / Math.max(bitmap.width, bitmap.height));
  const widthPx = Math.max(1, Math.round(bitmap.width * factor));
  const heightPx = Math.max(1, Math.round(bitmap.height * factor));
  const canvas = document.createElement('canvas');
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, widthPx, heightPx);
  bitmap.close();
  const { data } = context.getImageData(0, 0, widthPx, heightPx);
  return { widthPx, heightPx, rgba: new Uint8Array(data.buffer) };
}
