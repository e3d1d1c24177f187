/** Cleans scans off the main thread, so that sliders stay smooth. */
import { expose, transfer } from 'comlink';
import { cleanScan, SealDesignError, type CleanedScan, type CleanOptions, type SealRaster } from '$lib/seal';

let image: SealRaster | undefined;

const cleaner = {
  /** Keeps an image for the calls of `clean` that follow. */
  open(raster: SealRaster): void {
    image = raster;
  },

  /** @returns undefined where nothing but paper is found; an error of ours would lose its code on the way */
  clean(options: CleanOptions): CleanedScan | undefined {
    if (!image) throw new Error('no image was opened');
    try {
      const cleaned = cleanScan(image, options);
      return transfer(cleaned, [cleaned.rgba.buffer]);
    } catch (error) {
      if (error instanceof SealDesignError && error.code === 'empty-scan') return undefined;
      throw error;
    }
  },
};

export type ScanCleaner = typeof cleaner;

expose(cleaner);
