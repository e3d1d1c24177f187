import type { DesignOf } from './design';
import { SealDesignError } from './error';
import type { SealPicture } from './picture';
import { strokesToPaths } from './strokes';

/**
 * What was written by hand, `widthMm` wide, ink to ink.
 *
 * @throws SealDesignError `no-strokes`
 */
export function drawSignature({ strokes, widthMm, color }: DesignOf<'signature'>): SealPicture {
  const picture = strokesToPaths(strokes, { widthMm, color });
  if (!picture) throw new SealDesignError('no-strokes');
  return picture;
}
