/**
 * Why a seal cannot be drawn. `detail` holds what a message needs:
 * - `missing-glyph`: `characters` — the bundled face lacks them
 * - `text-missing`: `field` — a text that the seal needs is empty
 * - `text-too-long`: `field`, `max` — characters that the seal has room for
 * - `bad-size`: `field` — a measure is not finite or not sensible
 * - `no-date`: the design has no date of its own and none was given
 * - `no-raster`: the pixels of a scanned seal were not given
 * - `no-strokes`: nothing was written
 * - `empty-scan`: nothing but paper was found in the image
 * - `glyph-data`: `file` — the outlines of the face could not be read
 */
export type SealDesignErrorCode =
  | 'missing-glyph'
  | 'text-missing'
  | 'text-too-long'
  | 'bad-size'
  | 'no-date'
  | 'no-raster'
  | 'no-strokes'
  | 'empty-scan'
  | 'glyph-data';

export class SealDesignError extends Error {
  override readonly name = 'SealDesignError';

  constructor(
    readonly code: SealDesignErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`cannot draw seal: ${code}`, { cause });
  }
}
