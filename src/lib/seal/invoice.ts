import type { Composition } from './composition';
import type { DesignOf } from './design';
import type { GlyphSource } from './glyph-source';
import { lettersOf, type Letter } from './lettering';
import { setLine } from './line';
import { ellipse, type PlacedLetter } from './outline';
import { requireText } from './text-rules';
import { OvalTrack, setArc } from './track';

/*
 * Measures in millimetres of the 40 × 30 mm seal of State Taxation Administration notice 2011/7, annex: border
 * 1 mm; name 4.2 mm high; taxpayer's number 3.7 mm high, digits 1.3 mm wide; 发票专用章 4.6 mm high and 3 mm wide.
 */
const NOMINAL_WIDTH = 40;
const NOMINAL_HEIGHT = 30;
const BORDER = 1;
const SECOND_BORDER = 0.3;
const SECOND_BORDER_GAP = 0.4;
const NAME_HEIGHT = 4.2;
const NAME_GAP = 0.7;
const NARROWEST = 1.55;
const NUMBER_HEIGHT = 3.7;
const NUMBER_WIDEST = 0.62;
const TITLE_HEIGHT = 4.2;
const SERIAL_HEIGHT = 2.2;

export async function composeInvoice(design: DesignOf<'invoice'>, glyphs: GlyphSource): Promise<Composition> {
  const [name, number, title, serial] = await Promise.all([
    lettersOf(requireText('name', design.name), glyphs),
    lettersOf(design.taxNumber, glyphs),
    lettersOf(requireText('below', design.below, 10), glyphs),
    lettersOf(design.serial, glyphs),
  ]);
  const { widthMm, heightMm } = design;
  // Lettering keeps its form: it is scaled by the smaller side, the oval by each of its own.
  const scale = Math.min(widthMm / NOMINAL_WIDTH, heightMm / NOMINAL_HEIGHT);
  const oval = {
    centreX: widthMm / 2,
    centreY: heightMm / 2,
    semiX: widthMm / 2,
    semiY: heightMm / 2,
    scale,
  };
  const ring = (depth: number, width: number): Composition['frames'][number] => {
    const inset = (depth + width / 2) * scale;
    return {
      commands: ellipse(oval.centreX, oval.centreY, oval.semiX - inset, oval.semiY - inset),
      widthMm: width * scale,
    };
  };
  const border = design.doubleRing ? BORDER + SECOND_BORDER_GAP + SECOND_BORDER : BORDER;
  return {
    widthMm,
    heightMm,
    color: design.color,
    frames: design.doubleRing
      ? [ring(0, BORDER), ring(BORDER + SECOND_BORDER_GAP, SECOND_BORDER)]
      : [ring(0, BORDER)],
    figures: [],
    letters: [...layName(name, oval, border), ...layLines(number, title, serial, oval, border)],
  };
}

interface Oval {
  centreX: number;
  centreY: number;
  semiX: number;
  semiY: number;
  scale: number;
}

/** On one arc; a long name on two, the inner one above the number. */
function layName(name: readonly Letter[], oval: Oval, border: number): PlacedLetter[] {
  const track = new OvalTrack([oval.centreX, oval.centreY], oval.semiX, oval.semiY);
  const ems = name.reduce((sum, { widthEm }) => sum + widthEm, 0);
  const arc = (letters: readonly Letter[], depth: number, height: number, spanDeg: number) =>
    setArc(track, {
      letters,
      depthMm: depth * oval.scale,
      heightMm: height * oval.scale,
      spanDeg,
      side: 'upper',
      widest: 0.8,
      fill: 0.95,
    });
  const depth = border + NAME_GAP;
  for (let height = NAME_HEIGHT; height > 3; height -= 0.1) {
    const single = arc(name, depth, height, 236 * (1 - Math.exp(-ems / 5)));
    const narrowest = height < 3.2 ? NARROWEST : height * 0.48;
    if (single.emWidthMm >= narrowest * oval.scale) return single.letters;
  }
  const height = 2.8;
  const split = Math.ceil(name.length * 0.7);
  return [
    ...arc(name.slice(0, split), depth, height, 236).letters,
    ...arc(name.slice(split), depth + height + 0.3, height, 122).letters,
  ];
}

function layLines(
  number: readonly Letter[],
  title: readonly Letter[],
  serial: readonly Letter[],
  oval: Oval,
  border: number,
): PlacedLetter[] {
  const { scale, centreX, centreY, semiX, semiY } = oval;
  const line = (
    letters: readonly Letter[],
    bottom: number,
    height: number,
    widest: number,
    inset: number,
    gapEm: number,
  ): PlacedLetter[] => {
    // Half the chord of the inset oval at the line's edge that is further from the middle.
    const edge = Math.max(Math.abs(bottom), Math.abs(bottom - height)) * scale;
    const chord = Math.sqrt(Math.max(0, 1 - (edge / (semiY - inset * scale)) ** 2));
    return setLine(letters, {
      centreX,
      bottomY: centreY + bottom * scale,
      heightMm: height * scale,
      widthMm: 2 * chord * (semiX - inset * scale),
      widest,
      gapEm,
    }).letters;
  };
  const nameDepth = border + NAME_GAP + NAME_HEIGHT;
  const withSerial = serial.length > 0;
  const titleHeight = withSerial ? 3.8 : TITLE_HEIGHT;
  const titleBottom = withSerial ? 8.6 : 9.6;
  return [
    ...line(number, NUMBER_HEIGHT / 2 + 0.6, NUMBER_HEIGHT, NUMBER_WIDEST, nameDepth + 0.4, 0.04),
    ...line(title, titleBottom, titleHeight, 0.72, border + 1, 0.12),
    ...(withSerial ? line(serial, 11.6, SERIAL_HEIGHT, 0.8, border + 0.6, 0.05) : []),
  ];
}
