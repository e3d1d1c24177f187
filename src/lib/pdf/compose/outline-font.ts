import { PDFHexString, PDFName, type PDFContext, type PDFRef } from 'pdf-lib';
import type { GlyphSource } from '../../seal';

type Glyph = NonNullable<Awaited<ReturnType<GlyphSource['outline']>>>;

/** Codes of a simple font are bytes (ISO 32000-2 9.6.1). */
const CODES_PER_FONT = 256;
/** Glyph space of the fonts, units an em. */
const EM = 1000;
/**
 * Room around an outline in its box. Viewers clip a glyph to the box and soften the edges of both: where they are the
 * same, thin strokes such as a hyphen fade away at small sizes.
 */
const ROOM = 100;

interface Character {
  text: string;
  font: number;
  code: number;
  /** of an em */
  width: number;
  glyph: Glyph | undefined;
}

/** A part of a line that one font shows. */
interface FontRun {
  /** resource name */
  font: string;
  /** codes, hexadecimal */
  codes: string;
  text: string;
}

/**
 * Text set with the outlines that seals are drawn with: Type 3 fonts (ISO 32000-2 9.6.4) that hold the characters
 * in use and nothing else. A ToUnicode map makes the text searchable; what the face lacks is shown as an empty box
 * and still copied as it is.
 */
export class OutlineFont {
  readonly #characters = new Map<string, Character>();

  constructor(private readonly source: GlyphSource) {}

  /**
   * Loads the outlines of a text; to be called before it is measured or encoded.
   *
   * @throws SealDesignError `glyph-data`
   */
  async load(text: string): Promise<void> {
    for (const character of text) {
      if (this.#characters.has(character)) continue;
      const glyph = await this.source.outline(character.codePointAt(0) ?? 0);
      const index = this.#characters.size;
      this.#characters.set(character, {
        text: character,
        font: Math.floor(index / CODES_PER_FONT),
        code: index % CODES_PER_FONT,
        width: widthOf(character, glyph),
        glyph,
      });
    }
  }

  /** Width of a loaded text in ems. */
  width(text: string): number {
    let width = 0;
    for (const character of text) width += this.#characters.get(character)?.width ?? 0;
    return width;
  }

  /** A loaded text as codes, run by run. */
  encode(text: string): FontRun[] {
    const runs: FontRun[] = [];
    for (const one of text) {
      const character = this.#characters.get(one);
      if (!character) continue;
      const font = nameOf(character.font);
      const code = hex(character.code, 2);
      const last = runs.at(-1);
      if (last?.font === font) {
        last.codes += code;
        last.text += one;
      } else {
        runs.push({ font, codes: code, text: one });
      }
    }
    return runs;
  }

  /** Writes the fonts; to be called when everything is encoded. @returns them by resource name */
  embed(context: PDFContext): Map<string, PDFRef> {
    const fonts = new Map<number, Character[]>();
    for (const character of this.#characters.values()) {
      const members = fonts.get(character.font);
      if (members) members.push(character);
      else fonts.set(character.font, [character]);
    }
    return new Map([...fonts].map(([font, members]) => [nameOf(font), embedFont(context, members)]));
  }
}

const nameOf = (font: number): string => `F${font}`;

/** Outlines of CJK and Latin letters know their advance; for the rest a box is drawn. */
function widthOf(character: string, glyph: Glyph | undefined): number {
  if (glyph) return glyph.advance / glyph.unitsPerEm;
  if (character === '\u3000') return 1;
  return /\s/u.test(character) ? 0.25 : 0.6;
}

type Box = readonly [left: number, bottom: number, right: number, top: number];

/** What a character paints, in glyph space. */
interface Drawing {
  path: string;
  box: Box;
}

const NOTHING: Drawing = { path: '', box: [0, 0, 0, 0] };

function embedFont(context: PDFContext, members: readonly Character[]): PDFRef {
  const procedures: Record<string, PDFRef> = {};
  const differences: (number | PDFName)[] = [0];
  const drawings = members.map(drawingOf);
  for (const [code, { path, box }] of drawings.entries()) {
    const name = `g${code}`;
    // d1 gives the width and takes the colour of the text around (ISO 32000-2 table 111).
    const head = `${Math.round((members[code]?.width ?? 0) * EM)} 0 ${box.join(' ')} d1`;
    procedures[name] = context.register(context.flateStream(`${head}\n${path}`));
    differences.push(PDFName.of(name));
  }
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type3',
      FontBBox: [...drawings.reduce<Box>((all, { box }) => around(all, box), NOTHING.box)],
      FontMatrix: [1 / EM, 0, 0, 1 / EM, 0, 0],
      CharProcs: procedures,
      Encoding: { Type: 'Encoding', Differences: differences },
      FirstChar: 0,
      LastChar: members.length - 1,
      Widths: members.map(({ width }) => Math.round(width * EM)),
      Resources: {},
      ToUnicode: context.register(context.flateStream(toUnicode(members))),
    }),
  );
}

function around(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

function drawingOf({ glyph, text, width }: Character): Drawing {
  if (glyph) return outlineOf(glyph);
  return /\s/u.test(text) ? NOTHING : emptyBox(Math.round(width * EM));
}

function outlineOf(glyph: Glyph): Drawing {
  const scale = EM / glyph.unitsPerEm;
  const parts: string[] = [];
  // The controls of a curve hold it between them.
  let box: Box | undefined;
  const at = (x: number, y: number): string => {
    const [px, py] = [Math.round(x * scale), Math.round(y * scale)];
    box = box ? around(box, [px, py, px, py]) : [px, py, px, py];
    return `${px} ${py}`;
  };
  for (const contour of glyph.contours) {
    parts.push(`${at(contour.x, contour.y)} m`);
    for (const { controls, x, y } of contour.segments) {
      parts.push(
        controls
          ? `${at(controls[0], controls[1])} ${at(controls[2], controls[3])} ${at(x, y)} c`
          : `${at(x, y)} l`,
      );
    }
    parts.push('h');
  }
  return box ? { path: `${parts.join('\n')}\nf`, box: withRoom(box) } : NOTHING;
}

function withRoom([left, bottom, right, top]: Box): Box {
  return [left - ROOM, bottom - ROOM, right + ROOM, top + ROOM];
}

/** In the place of a character that the face lacks. */
function emptyBox(width: number): Drawing {
  const path = `60 0 ${width - 120} 700 re 110 50 ${width - 220} 600 re f*`;
  return { path, box: [60, 0, width - 60, 700] };
}

/** ISO 32000-2 9.10.3: codes to UTF-16. */
function toUnicode(members: readonly Character[]): string {
  const lines = members.map(({ code, text }) => `<${hex(code, 2)}> <${utf16(text)}>`);
  const blocks: string[] = [];
  // At most 100 mappings stand in one block.
  for (let at = 0; at < lines.length; at += 100) {
    const block = lines.slice(at, at + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange\n<00> <FF>\nendcodespacerange',
    ...blocks,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n');
}

function utf16(text: string): string {
  return PDFHexString.fromText(text).asString().slice(4); // without the byte order mark
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
