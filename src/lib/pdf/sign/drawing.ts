import type { PathCommand, SealPath, SealPicture } from '../../seal';

const POINTS_PER_MM = 72 / 25.4;

/** The content stream of a seal and the constant alpha values that it selects as `/A0`, `/A1`, … */
export interface Drawing {
  content: string;
  alphas: number[];
  widthPt: number;
  heightPt: number;
}

/**
 * A seal as PDF operators (ISO 32000-2 8.5), in a space of `widthPt` × `heightPt` with the origin at the lower
 * left; the raster, where there is one, is painted as `/R`.
 */
export function drawPicture(picture: SealPicture): Drawing {
  const widthPt = picture.widthMm * POINTS_PER_MM;
  const heightPt = picture.heightMm * POINTS_PER_MM;
  const alphas: number[] = [];
  const lines: string[] = [];
  if (picture.raster) lines.push(`q ${decimal(widthPt)} 0 0 ${decimal(heightPt)} 0 0 cm /R Do Q`);
  // From here on in millimetres with y down, as seals are designed; SVG's mitre limit, as in the previews.
  lines.push(`${decimal(POINTS_PER_MM, 6)} 0 0 ${decimal(-POINTS_PER_MM, 6)} 0 ${decimal(heightPt)} cm 4 M`);
  for (const path of picture.paths) lines.push(...drawPath(path, alphas));
  return { content: lines.join('\n'), alphas, widthPt, heightPt };
}

function drawPath(path: SealPath, alphas: number[]): string[] {
  const operator = paintOperator(path);
  if (operator === undefined || path.commands.length === 0) return [];
  const lines = ['q'];
  const alpha = path.opacity ?? 1;
  if (alpha < 1) {
    if (!alphas.includes(alpha)) alphas.push(alpha);
    lines.push(`/A${alphas.indexOf(alpha)} gs`);
  }
  if (path.fill) lines.push(`${colour(path.fill)} rg`);
  if (path.stroke) lines.push(`${colour(path.stroke.color)} RG ${decimal(path.stroke.widthMm)} w`);
  lines.push(path.commands.map(segment).join(' '), operator, 'Q');
  return lines;
}

/** ISO 32000-2 table 59. */
function paintOperator(path: SealPath): string | undefined {
  const star = path.rule === 'evenodd' ? '*' : '';
  if (path.fill && path.stroke) return `B${star}`;
  if (path.fill) return `f${star}`;
  return path.stroke ? 'S' : undefined;
}

function segment(command: PathCommand): string {
  switch (command[0]) {
    case 'M':
      return `${decimal(command[1])} ${decimal(command[2])} m`;
    case 'L':
      return `${decimal(command[1])} ${decimal(command[2])} l`;
    case 'C':
      return (
        `${decimal(command[1])} ${decimal(command[2])} ${decimal(command[3])} ` +
        `${decimal(command[4])} ${decimal(command[5])} ${decimal(command[6])} c`
      );
    case 'Z':
      return 'h';
  }
}

/** `#rrggbb` as DeviceRGB components. */
function colour(hex: string): string {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff].map((part) => decimal(part / 255)).join(' ');
}

/** A number as PDF writes it: no exponent, no trailing zeros. Four places of a millimetre are 0.1 µm. */
function decimal(value: number, places = 4): string {
  return String(round(value, places));
}

/** Up to six places JavaScript writes no exponent. */
export function round(value: number, places: number): number {
  const scale = 10 ** places;
  const rounded = Math.round(value * scale) / scale;
  return rounded === 0 ? 0 : rounded;
}
