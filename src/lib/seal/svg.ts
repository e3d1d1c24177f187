import type { PathCommand, SealPicture, SealRaster } from './picture';
import { encodePng } from './png';

export interface SvgOptions {
  /** only the vertical band between these parts of the width, as in a straddle seal */
  slice?: { from: number; to: number };
  /** read out for the picture */
  title?: string;
}

/**
 * A picture as an SVG document of its own: sizes in millimetres, one user unit a millimetre; a raster is within
 * it, as PNG. Presentation attributes only: the page's CSP forbids inline styles.
 */
export async function pictureToSvg(picture: SealPicture, options: SvgOptions = {}): Promise<string> {
  const { from, to } = options.slice ?? { from: 0, to: 1 };
  const width = short(picture.widthMm * (to - from));
  const height = short(picture.heightMm);
  const left = short(picture.widthMm * from);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="${left} 0 ${width} ${height}">`,
  ];
  if (options.title) parts.push(`<title>${escaped(options.title)}</title>`);
  if (picture.raster) {
    const href = await pngUrl(picture.raster);
    const size = `width="${short(picture.widthMm)}" height="${height}"`;
    parts.push(`<image ${size} preserveAspectRatio="none" href="${href}"/>`);
  }
  for (const path of picture.paths) {
    const attributes = [`d="${pathData(path.commands)}"`, `fill="${path.fill ?? 'none'}"`];
    if (path.rule === 'evenodd') attributes.push('fill-rule="evenodd"');
    if (path.stroke) {
      attributes.push(`stroke="${path.stroke.color}"`, `stroke-width="${short(path.stroke.widthMm)}"`);
    }
    if (path.opacity !== undefined) attributes.push(`opacity="${short(path.opacity)}"`);
    parts.push(`<path ${attributes.join(' ')}/>`);
  }
  return [...parts, '</svg>'].join('');
}

const encoded = new WeakMap<SealRaster, Promise<string>>();

/** Encoding takes longer than drawing: a raster that is shown again is not encoded again. */
function pngUrl(raster: SealRaster): Promise<string> {
  let url = encoded.get(raster);
  if (!url) {
    url = encodePng(raster).then((bytes) => {
      let binary = '';
      for (const byte of bytes) binary += String.fromCharCode(byte);
      return `data:image/png;base64,${btoa(binary)}`;
    });
    encoded.set(raster, url);
  }
  return url;
}

/** The commands as an SVG path's `d`. */
export function pathData(commands: readonly PathCommand[]): string {
  return commands.map(([letter, ...values]) => letter + values.map(short).join(' ')).join('');
}

/** Up to a tenth of a micrometre; never an exponent. */
function short(value: number): string {
  return String(Math.round(value * 1e4) / 1e4 + 0);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
