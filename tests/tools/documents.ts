/** Documents as the engine takes them, from files. */
import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { createTextFinder, type PageGeometry, type PlacementContext } from '../../src/lib/pdf/place';
import { ROOT } from './setup.js';

const PDFJS = path.join(ROOT, 'node_modules/pdfjs-dist');

/** A Blob that reads from the file when it is read. Rejects where there is no such file. */
export async function openFile(file: string): Promise<Blob> {
  return openAsBlob(file, { type: 'application/pdf' });
}

/** pdf.js's view of a document. */
export function openWithPdfjs(data: Uint8Array) {
  return getDocument({
    data: new Uint8Array(data),
    cMapUrl: `${PDFJS}/cmaps/`,
    standardFontDataUrl: `${PDFJS}/standard_fonts/`,
    wasmUrl: `${PDFJS}/wasm/`,
    verbosity: VerbosityLevel.ERRORS,
  });
}

/** Finds texts as the workbench does; pdf.js reads the file at the first question. */
export function textFinder(file: Blob, pages: readonly PageGeometry[]): PlacementContext['findText'] {
  let find: Promise<PlacementContext['findText']> | undefined;
  const load = async (): Promise<PlacementContext['findText']> => {
    const task = openWithPdfjs(new Uint8Array(await file.arrayBuffer()));
    return createTextFinder(await task.promise, pages);
  };
  return async (text, indices) => (await (find ??= load()))(text, indices);
}
