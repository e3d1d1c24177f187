import type { ProofPages } from '$lib/ui';

/** Opens a PDF for `ProofViewer`. @throws what pdf.js throws */
export async function openProofPdf(file: Blob): Promise<ProofPages> {
  const { drawPage, openForViewing } = await import('./seal/pdfjs');
  const pdf = await openForViewing(file);
  return {
    count: pdf.numPages,
    draw: (index, canvas, widthPx, signal) => drawPage(pdf, index, canvas, widthPx, devicePixelRatio, signal),
    close: () => void pdf.loadingTask.destroy(),
  };
}
