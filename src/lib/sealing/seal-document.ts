import {
  resolvePlacements,
  type PageGeometry,
  type Placement,
  type PlacementContext,
  type Stamp,
} from '../pdf/place';
import {
  inspectPdf,
  sealPdf,
  SealError,
  type SealedPdf,
  type SealingSigner,
  type SealProgress,
} from '../pdf/sign';
import type { SealPicture } from '../seal';
import { suggestedName } from './name';

export interface SealDocumentRequest {
  file: Blob;
  /** name of `file`, from which that of the sealed copy is made */
  fileName: string;
  /** the word that marks a sealed copy in its name, for instance 已签章 */
  nameSuffix: string;
  placements: readonly Placement[];
  /** by seal id */
  pictures: ReadonlyMap<string, SealPicture>;
  signer: SealingSigner;
  signerName: string;
  reason?: string;
  /** moment of sealing by this device's clock */
  date: Date;
  /** geometry of every page, where the caller has read it already */
  pages?: readonly PageGeometry[];
  findText: PlacementContext['findText'];
  onProgress?(progress: SealProgress): void;
  signal?: AbortSignal;
}

export interface SealedDocument extends SealedPdf {
  suggestedName: string;
  stamps: readonly Stamp[];
}

/**
 * Seals a document: finds where every placement puts its seals, stamps them and signs once over all.
 *
 * The input is left as it is; the result is a Blob of the input followed by what was appended.
 *
 * @throws PlacementError where a placement has no place, SealError where the document cannot be sealed; what the
 *   signer throws passes unchanged
 */
export async function sealDocument(request: SealDocumentRequest): Promise<SealedDocument> {
  const { file, placements, pictures, signal } = request;
  const pages = request.pages ?? (await inspectPdf(file, { signal })).pages;
  const stamps = await resolvePlacements(placements, pages, {
    sizeOf: (sealId) => sizeOf(pictures, sealId),
    findText: request.findText,
  });
  const sealed = await sealPdf(file, {
    stamps,
    pictures,
    signer: request.signer,
    signerName: request.signerName,
    reason: request.reason,
    signingTime: request.date,
    onProgress: request.onProgress,
    signal,
  });
  return { ...sealed, stamps, suggestedName: suggestedName(request.fileName, request.nameSuffix) };
}

function sizeOf(pictures: ReadonlyMap<string, SealPicture>, sealId: string): SealPicture {
  const picture = pictures.get(sealId);
  if (!picture) throw new SealError('unknown-seal', { sealId });
  return picture;
}
