import type { Composition } from './composition';
import type { RoundDesign } from './design';
import type { GlyphSource } from './glyph-source';
import { lettersOf, type Letter } from './lettering';
import { setLine } from './line';
import { ellipse, star, type PlacedLetter } from './outline';
import { requireText } from './text-rules';
import { OvalTrack, setArc } from './track';

/*
 * Measures of a 40 mm seal in millimetres; other sizes are the same drawing larger or smaller.
 * Ring, star and name are those that engravers use for a company seal of this size.
 */
const NOMINAL_MM = 40;
const RADIUS = NOMINAL_MM / 2;
const RING = 1.2;
/** air between the ring and the name */
const RING_GAP = 0.85;
const STAR_RADIUS = 7;
const STAR_RADIUS_WITH_LINE = 6.2;
const STAR_RADIUS_TWO_ARCS = 5.6;
const CODE_HEIGHT = 1.5;
const LINE_HEIGHT = 4;
const ARC_GAP = 0.45;
/** Below this width of an ideograph a single arc is no longer readable in print. */
const NARROWEST_SINGLE_ARC = 1.72;

export async function composeRound(design: RoundDesign, glyphs: GlyphSource): Promise<Composition> {
  const [name, below, code] = await Promise.all([
    lettersOf(requireText('name', design.name), glyphs),
    lettersOf(design.below, glyphs),
    lettersOf(design.code, glyphs),
  ]);
  const scale = design.diameterMm / NOMINAL_MM;
  const size = design.diameterMm;
  const arcs = layName(name, code.length > 0, below.length > 0, scale);
  const centre = size / 2;
  const starRadius =
    arcs.count > 1 ? STAR_RADIUS_TWO_ARCS : below.length > 0 ? STAR_RADIUS_WITH_LINE : STAR_RADIUS;
  const letters = [...arcs.letters];
  if (below.length > 0) letters.push(...layLine(below, design.star, arcs.innerRadius, scale));
  if (code.length > 0) letters.push(...layCode(code, scale));
  return {
    widthMm: size,
    heightMm: size,
    color: design.color,
    frames: [
      {
        commands: ellipse(centre, centre, (RADIUS - RING / 2) * scale, (RADIUS - RING / 2) * scale),
        widthMm: RING * scale,
      },
    ],
    figures: design.star ? [star(centre, centre, starRadius * scale)] : [],
    letters,
  };
}

interface NameArcs {
  letters: PlacedLetter[];
  count: 1 | 2;
  /** of the innermost arc's feet, on the nominal seal */
  innerRadius: number;
}

function layName(name: readonly Letter[], withCode: boolean, withLine: boolean, scale: number): NameArcs {
  const room = withLine ? 244 : withCode ? 256 : 272;
  const single = layArc(name, RING + RING_GAP, room, scale);
  if (single.emWidth >= NARROWEST_SINGLE_ARC) {
    return { letters: single.letters, count: 1, innerRadius: RADIUS - RING - RING_GAP - single.height };
  }
  // The outer arc is longer by the radius: letters of both come out alike.
  const height = 3.3;
  const innerDepth = RING + RING_GAP + height + ARC_GAP;
  const innerRoom = withLine ? 190 : 236;
  const outerLength = (RADIUS - RING - RING_GAP - height) * room;
  const innerLength = (RADIUS - innerDepth - height) * innerRoom;
  const split = Math.round((name.length * outerLength) / (outerLength + innerLength));
  const outer = layArc(name.slice(0, split), RING + RING_GAP, room, scale, height);
  const inner = layArc(name.slice(split), innerDepth, innerRoom, scale, height);
  return {
    letters: [...outer.letters, ...inner.letters],
    count: 2,
    innerRadius: RADIUS - innerDepth - height,
  };
}

/**
 * Few letters are large and stand apart; the more there are, the further the arc reaches round, then they are
 * condensed, and when they would become narrower than half their height they shrink.
 */
function layArc(
  letters: readonly Letter[],
  depth: number,
  room: number,
  scale: number,
  fixedHeight?: number,
): { letters: PlacedLetter[]; emWidth: number; height: number } {
  const track = new OvalTrack([RADIUS * scale, RADIUS * scale], RADIUS * scale, RADIUS * scale);
  const ems = letters.reduce((sum, { widthEm }) => sum + widthEm, 0);
  const spanDeg = room * (1 - Math.exp(-ems / 5.2));
  let height = fixedHeight ?? Math.min(6, Math.max(5, 6.2 - 0.06 * (ems - 4)));
  for (;;) {
    const set = setArc(track, {
      letters,
      depthMm: depth * scale,
      heightMm: height * scale,
      spanDeg,
      side: 'upper',
      widest: 0.86,
      fill: 0.95,
    });
    const emWidth = set.emWidthMm / scale;
    if (fixedHeight !== undefined || emWidth >= height * 0.52 || height < 3.4) {
      return { letters: set.letters, emWidth, height };
    }
    height -= 0.1;
  }
}

/** As wide as the circle between the ends of the name allows. */
function layLine(
  below: readonly Letter[],
  withStar: boolean,
  innerRadius: number,
  scale: number,
): PlacedLetter[] {
  const top = withStar ? 7.1 : -LINE_HEIGHT / 2;
  const bottom = top + LINE_HEIGHT;
  const half = withStar
    ? Math.min(
        Math.sqrt((innerRadius - 0.4) ** 2 - top ** 2),
        Math.sqrt((RADIUS - RING - 1) ** 2 - bottom ** 2),
      )
    : innerRadius - 1;
  return setLine(below, {
    centreX: RADIUS * scale,
    bottomY: (RADIUS + bottom) * scale,
    heightMm: LINE_HEIGHT * scale,
    widthMm: 2 * half * scale,
    widest: 0.86,
    gapEm: 0.04,
  }).letters;
}

function layCode(code: readonly Letter[], scale: number): PlacedLetter[] {
  const track = new OvalTrack([RADIUS * scale, RADIUS * scale], RADIUS * scale, RADIUS * scale);
  return setArc(track, {
    letters: code,
    depthMm: (RING + 0.55) * scale,
    heightMm: CODE_HEIGHT * scale,
    spanDeg: Math.min(74, code.length * 4.9),
    side: 'lower',
    widest: 1.4,
    fill: 0.95,
  }).letters;
}
