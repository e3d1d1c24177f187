/** The seals that a plan asks for, drawn as the app draws them. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  drawSeal,
  glyphSource,
  newDesign,
  type GlyphSource,
  type PathCommand,
  type SealDesign,
  type SealPicture,
} from '../../src/lib/seal';
import type { PlanSeal } from '../../src/lib/sealing';
import { ROOT } from './setup.js';

/** Outlines from `static/glyphs`, which `npm start` and `npm test` make. */
export function fileGlyphs(): GlyphSource {
  return glyphSource(async (file) => new Uint8Array(await readFile(path.join(ROOT, 'static/glyphs', file))));
}

/** A signature in the air: two loops and a tail, for plans that ask for one. */
function madeUpStrokes(): [number, number, number, number][][] {
  const loop = (from: number): [number, number, number, number][] =>
    Array.from({ length: 40 }, (_, i) => [
      from + i / 4 + 5 * Math.sin(i / 4),
      10 - 8 * Math.cos(i / 5),
      i * 8,
      0.4 + 0.3 * Math.sin(i / 6),
    ]);
  return [loop(0), loop(14)];
}

function designOf(seal: PlanSeal, companyName: string, date: Date): SealDesign {
  const design = newDesign(seal.kind, { companyName });
  if (design.kind === 'signature') return { ...design, strokes: madeUpStrokes() };
  if (design.kind === 'legal-representative') return { ...design, name: '张云溪' };
  if (design.kind === 'date') return { ...design, date: seal.date ?? date.toISOString().slice(0, 10) };
  return design;
}

/** @returns pictures by seal id, each as wide as the plan says */
export async function drawPlanSeals(
  seals: readonly PlanSeal[],
  companyName: string,
  date: Date,
): Promise<Map<string, SealPicture>> {
  const glyphs = fileGlyphs();
  const pictures = new Map<string, SealPicture>();
  for (const seal of seals) {
    const picture = await drawSeal(designOf(seal, companyName, date), glyphs);
    const scale = seal.sizeMm === undefined ? 1 : seal.sizeMm / picture.widthMm;
    pictures.set(seal.sealId, scale === 1 ? picture : scaled(picture, scale));
  }
  return pictures;
}

function scaled(picture: SealPicture, scale: number): SealPicture {
  // A command is its letter and numbers: scaling keeps their count, which the type can't say.
  const command = (parts: PathCommand) =>
    parts.map((part) => (typeof part === 'number' ? part * scale : part)) as unknown as PathCommand;
  return {
    ...picture,
    widthMm: picture.widthMm * scale,
    heightMm: picture.heightMm * scale,
    paths: picture.paths.map((path_) => ({
      ...path_,
      commands: path_.commands.map(command),
      ...(path_.stroke ? { stroke: { ...path_.stroke, widthMm: path_.stroke.widthMm * scale } } : {}),
    })),
  };
}
