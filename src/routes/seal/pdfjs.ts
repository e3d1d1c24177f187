import type * as Pdfjs from 'pdfjs-dist';
import type { PDFDocumentProxy } from 'pdfjs-dist';

const FOLDER = '/pdfjs';
/** One range request; large enough that a page needs few. */
const CHUNK_BYTES = 1 << 18;

/** pdf.js with its worker; loaded when the first document is opened. */
async function loadPdfjs(): Promise<typeof Pdfjs> {
  const pdfjs = await import('pdfjs-dist');
  pdfjs.GlobalWorkerOptions.workerSrc = `${FOLDER}/pdf.worker.min.mjs`;
  return pdfjs;
}

/**
 * Opens a document for showing. Only the parts that are looked at are read: pdf.js asks for ranges of the file.
 *
 * @throws what pdf.js throws
 */
export async function openForViewing(file: Blob): Promise<PDFDocumentProxy> {
  const pdfjs = await loadPdfjs();

  class BlobRanges extends pdfjs.PDFDataRangeTransport {
    #aborted = false;

    override requestDataRange(begin: number, end: number): void {
      void file
        .slice(begin, end)
        .arrayBuffer()
        .then(
          (bytes) => !this.#aborted && this.onDataRange(begin, new Uint8Array(bytes)),
          // The file has gone or was changed: pdf.js takes an empty answer for the end of the data.
          () => !this.#aborted && this.onDataRange(begin, null),
        );
    }

    override abort(): void {
      this.#aborted = true;
    }
  }

  const task = pdfjs.getDocument({
    range: new BlobRanges(file.size, null),
    rangeChunkSize: CHUNK_BYTES,
    disableAutoFetch: true,
    disableStream: true,
    cMapUrl: `${FOLDER}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${FOLDER}/standard_fonts/`,
    wasmUrl: `${FOLDER}/wasm/`,
    iccUrl: `${FOLDER}/iccs/`,
    isEvalSupported: false,
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  });
  return task.promise;
}

/**
 * Draws one page as it is shown.
 *
 * @param index 0-based
 * @param widthPx CSS width of the canvas
 * @param density device pixels in a CSS pixel
 * @returns false where drawing was given up because of `signal`
 */
export async function drawPage(
  pdf: PDFDocumentProxy,
  index: number,
  canvas: HTMLCanvasElement,
  widthPx: number,
  density: number,
  signal: AbortSignal,
): Promise<boolean> {
  const page = await pdf.getPage(index + 1);
  if (signal.aborted) return false;
  const natural = page.getViewport({ scale: 1 });
  const scale = Math.min((widthPx * density) / natural.width, mostScale(natural.width, natural.height));
  const viewport = page.getViewport({ scale });
  canvas.width = Math.max(1, Math.round(viewport.width));
  canvas.height = Math.max(1, Math.round(viewport.height));
  const task = page.render({ canvas, viewport });
  const cancel = (): void => task.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await task.promise;
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Phones refuse canvases of more pixels than this. */
const MOST_PIXELS = 16_000_000;

function mostScale(width: number, height: number): number {
  return Math.sqrt(MOST_PIXELS / (width * height));
}
