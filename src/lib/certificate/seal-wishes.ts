import { zlibSync } from 'fflate';
import * as v from 'valibot';
import { jsonIn, utf8 } from '../keys';
import { decodeBase64url, encodeBase64url } from '../ledger';
import { inflateRaster, sealDesignSchema, type SealDesign, type SealRaster } from '../seal';
import { EnrolmentError } from './enrolment-error';

/** Seals that come with one certificate. */
export const MAX_SEALS = 10;

/** Bytes of all wishes of an order, compressed scans among them. */
const MAX_BYTES = 16 * 1024 * 1024;

/** A seal as the applicant wants it signed. */
export interface SealWish {
  /** what they call it: 公章, 合同专用章 */
  name: string;
  design: SealDesign;
  /** pixels of a scan */
  raster?: SealRaster;
}

const wishesSchema = v.strictObject({
  seals: v.pipe(
    v.array(
      v.strictObject({
        name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
        design: sealDesignSchema,
        raster: v.optional(v.strictObject({ widthPx: v.number(), heightPx: v.number(), zlib: v.string() })),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_SEALS),
  ),
});

/** @throws EnrolmentError `too-many-seals`, `seal-name` where a seal bears another name than the company's */
export function writeSealWishes(wishes: readonly SealWish[], companyName: string): Uint8Array {
  if (wishes.length > MAX_SEALS) throw new EnrolmentError('too-many-seals', { max: MAX_SEALS });
  const foreign = wishes
    .map(({ design }) => otherName(design, companyName))
    .find((name) => name !== undefined);
  if (foreign !== undefined) throw new EnrolmentError('seal-name', { name: foreign });
  const seals = wishes.map(({ name, design, raster }) => ({
    ...{ name, design },
    ...(raster && { raster: packed(raster) }),
  }));
  const bytes = utf8(JSON.stringify({ seals }));
  if (bytes.length > MAX_BYTES) throw new EnrolmentError('too-many-seals', { max: MAX_SEALS });
  return bytes;
}

/**
 * Reads an applicant's wishes, who may have written anything.
 *
 * @throws EnrolmentError `damaged`, `seal-name`
 */
export function readSealWishes(bytes: Uint8Array, companyName: string): SealWish[] {
  let wishes: SealWish[];
  try {
    if (bytes.length > MAX_BYTES) throw new RangeError('too large');
    wishes = v.parse(wishesSchema, jsonIn(bytes)).seals.map(({ name, design, raster }) => {
      if ((design.kind === 'scan') !== (raster !== undefined)) throw new TypeError('pixels');
      return { name, design, ...(raster && { raster: unpacked(raster) }) };
    });
  } catch (cause) {
    throw new EnrolmentError('damaged', { part: 'seals' }, cause);
  }
  const foreign = wishes
    .map(({ design }) => otherName(design, companyName))
    .find((name) => name !== undefined);
  if (foreign !== undefined) throw new EnrolmentError('seal-name', { name: foreign });
  return wishes;
}

/** The name on a company's seal where it is another one. Of scans and handwriting people judge. */
function otherName(design: SealDesign, companyName: string): string | undefined {
  const isCompanys = ['round', 'contract', 'finance', 'invoice'].includes(design.kind);
  return isCompanys && 'name' in design && design.name !== companyName ? design.name : undefined;
}

function packed({ widthPx, heightPx, rgba }: SealRaster) {
  return { widthPx, heightPx, zlib: encodeBase64url(zlibSync(rgba)) };
}

function unpacked({ widthPx, heightPx, zlib }: ReturnType<typeof packed>): SealRaster {
  const compressed = decodeBase64url(zlib);
  if (!compressed) throw new TypeError('pixels');
  return { widthPx, heightPx, rgba: inflateRaster(compressed, widthPx, heightPx) };
}
