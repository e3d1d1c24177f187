import type { PlacedLetter } from './outline';
import type { PathCommand, SealPath, SealPicture } from './picture';

/** A seal before it is painted: its letters are still told apart. */
export interface Composition {
  widthMm: number;
  heightMm: number;
  color: string;
  /** closed outlines drawn as lines: rings and frames */
  frames: { commands: PathCommand[]; widthMm: number }[];
  /** filled figures: the star, a ground */
  figures: PathCommand[][];
  letters: PlacedLetter[];
  /** colour of the letters where it is not the seal's */
  letterColor?: string;
}

/**
 * All of one colour becomes one path, which is what makes a seal small in a file.
 */
export function paint(composition: Composition): SealPicture {
  const { widthMm, heightMm, color, frames, figures, letters, letterColor = color } = composition;
  const paths: SealPath[] = frames.map((frame) => ({
    commands: frame.commands,
    stroke: { color, widthMm: frame.widthMm },
  }));
  const written = letters.flatMap(({ commands }) => commands);
  const drawn = figures.flat();
  if (letterColor === color) paths.push({ commands: [...drawn, ...written], fill: color });
  else paths.push({ commands: drawn, fill: color }, { commands: written, fill: letterColor });
  return { widthMm, heightMm, paths: paths.filter(({ commands }) => commands.length > 0) };
}
